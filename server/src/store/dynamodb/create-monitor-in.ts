import type { Actor } from "../../model/index.ts";
import type { ChangeOutcome, ChangeRequest, MonitorSeed } from "../ports.ts";
import { changeInside } from "./change.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Transaction } from "./transact.ts";

/** Makes a monitor inside a transaction of the caller's, unless its address has one. */
export async function createMonitorIn(
  deps: DynamoDeps,
  trx: Transaction,
  { seed, actor }: { readonly seed: MonitorSeed; readonly actor: Actor },
): Promise<ChangeOutcome> {
  const { projectId, door, doorKey, monitorId } = seed;
  const address: ChangeRequest["address"] =
    door === null || doorKey === null ? { by: "id", projectId, monitorId } : { by: "door", projectId, door, doorKey };
  const signal = { type: "configure", actor, patch: {} } as const;
  const [outcome] = await changeInside(deps, trx, [{ address, signal, createIfMissing: seed }]);
  if (!outcome) throw new Error("a monitor got no outcome");
  return outcome;
}
