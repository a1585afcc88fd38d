import type { Actor } from "../../model/index.ts";
import type { ChangeRequest } from "../ports.ts";
import { type Followed, followProject } from "../project-patch.ts";
import { change } from "./change.ts";
import type { DynamoDeps } from "./deps.ts";
import { listMonitors } from "./load-monitors.ts";
import { queryAll } from "./port.ts";
import type { Transaction } from "./transact.ts";

const MOVES = "MOVES";

/** From what a project's pulses move to what. */
export interface Move {
  readonly projectId: string;
  readonly from: Followed;
  readonly to: Followed;
  readonly actor: Actor;
}

/** Notes a move in the transaction of the change that makes it necessary, so that it is made whatever comes between. */
export function beginMove(deps: DynamoDeps, trx: Transaction, move: Move): void {
  const sk = `${move.projectId}#${deps.sequence(trx.now)}`;
  trx.create({ pk: MOVES, sk, move: JSON.stringify(move) });
}

/** Makes the moves that are noted, of one project or of all, the oldest first; says how many. May be done twice. */
export async function finishMoves(deps: DynamoDeps, projectId?: string): Promise<number> {
  const range = projectId === undefined ? undefined : { startsWith: `${projectId}#` };
  const items = await queryAll(deps.port, { pk: MOVES, range });
  for (const { pk, sk, move } of items) {
    await movePulses(deps, JSON.parse(String(move)));
    await deps.port.write({ kind: "delete", key: { pk, sk }, when: "any" });
  }
  return items.length;
}

/** Pulses follow the project's zone and the board's topic, unless somebody gave them others of their own. */
async function movePulses(deps: DynamoDeps, { projectId, from, to, actor }: Move): Promise<void> {
  const pulses = (await listMonitors(deps.port, projectId)).filter(({ door }) => door === "heartbeat");
  const requests = pulses.flatMap(({ id, config }): ChangeRequest[] => {
    const patch = followProject(config, from, to);
    if (patch === null) return [];
    return [{ address: { by: "id", projectId, monitorId: id }, signal: { type: "configure", actor, patch } }];
  });
  await change(deps, requests);
}
