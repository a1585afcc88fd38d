import type { Actor } from "../../model/index.ts";
import type { ChangeRequest } from "../ports.ts";
import { type Followed, followProject } from "../project-patch.ts";
import { change } from "./change.ts";
import { deleteItems } from "./delete-items.ts";
import type { DynamoDeps } from "./deps.ts";
import { listMonitors } from "./load-monitors.ts";
import { isAlive, timeToLive } from "./log-items.ts";
import { queryAll } from "./port.ts";
import type { Transaction } from "./transact.ts";

const MOVES = "MOVES";
/** A pulse that cannot be moved so long is left where it is. */
const KEPT_MS = 86_400_000;

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
  trx.create({ pk: MOVES, sk, move: JSON.stringify(move), ttl: timeToLive(trx.now + KEPT_MS) });
}

/** Makes the moves that are noted, of one project or of all, the oldest first; says how many. May be done twice. */
export async function finishMoves(deps: DynamoDeps, projectId?: string): Promise<number> {
  const range = projectId === undefined ? undefined : { startsWith: `${projectId}#` };
  const items = await queryAll(deps.port, { pk: MOVES, range });
  let finished = 0;
  for (const item of items.filter((each) => isAlive(each, deps.now()))) {
    if (!(await movePulses(deps, JSON.parse(String(item.move))))) continue;
    await deleteItems(deps.port, [item]);
    finished += 1;
  }
  return finished;
}

/**
 * Pulses follow the project's zone and the board's topic, unless somebody gave them others of their own. False: not all
 * of them could.
 */
async function movePulses(deps: DynamoDeps, { projectId, from, to, actor }: Move): Promise<boolean> {
  const pulses = (await listMonitors(deps.port, projectId)).filter(({ door }) => door === "heartbeat");
  const requests = pulses.flatMap(({ id, config }): ChangeRequest[] => {
    const patch = followProject(config, from, to);
    if (patch === null) return [];
    return [{ address: { by: "id", projectId, monitorId: id }, signal: { type: "configure", actor, patch } }];
  });
  return (await change(deps, requests)).every(({ kind }) => kind !== "failed");
}
