import type { CommandSignal } from "../../model/index.ts";
import type { ChangeOutcome, ChangeRequest, MonitorSeed } from "../ports.ts";
import { changeInside } from "./change.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Transaction } from "./transact.ts";

/** Makes a monitor inside a transaction of the caller's; one that has its door and key already hears the signal. */
export async function createMonitorIn(
  deps: DynamoDeps,
  trx: Transaction,
  seed: MonitorSeed,
  signal: CommandSignal,
): Promise<ChangeOutcome> {
  const { projectId, door, doorKey, monitorId } = seed;
  const address: ChangeRequest["address"] =
    door === null || doorKey === null ? { by: "id", projectId, monitorId } : { by: "door", projectId, door, doorKey };
  const [outcome] = await changeInside(deps, trx, [{ address, signal, createIfMissing: seed }]);
  if (!outcome) throw new Error("a monitor got no outcome");
  return outcome;
}
