import type { Signal } from "../../model/index.ts";
import { addressKey, isOfProject } from "../address-key.ts";
import { applySignal, isMaking } from "../apply-signal.ts";
import { type Batch, emptyBatch, type Slot } from "../batch.ts";
import type { ChangeOutcome, ChangeRequest, MonitorAddress } from "../ports.ts";
import { configFault } from "./config-fault.ts";
import { createSlot } from "./create-slot.ts";
import type { DynamoDeps } from "./deps.ts";
import { type LoadedMonitor, loadStored, monitorIdOf } from "./load-monitors.ts";
import type { Transaction } from "./transact.ts";

/** One monitor while signals are folded, with what only this engine knows of it. */
export interface MonitorSlot extends Slot {
  /** As it was loaded; null: it is not stored yet. */
  readonly loaded: LoadedMonitor | null;
}

export type MonitorBatch = Batch<MonitorSlot>;

interface Fold {
  readonly deps: DynamoDeps;
  readonly trx: Transaction;
  readonly batch: MonitorBatch;
  /** By address, and by id so that a monitor that is addressed in two ways has one slot. */
  readonly slots: Map<string, MonitorSlot>;
}

/** Loads the monitors named and judges the requests in order; says what must be written. */
export async function foldRequests(
  deps: DynamoDeps,
  trx: Transaction,
  requests: readonly ChangeRequest[],
): Promise<{ readonly batch: MonitorBatch; readonly outcomes: readonly ChangeOutcome[] }> {
  // The state is written whole with each ping, so its time is always the right one.
  const batch = emptyBatch<MonitorSlot>({
    now: trx.now,
    gaps: deps.gaps.current,
    sweepAtOf: (_, lookAgainAt) => lookAgainAt,
  });
  const fold: Fold = { deps, trx, batch, slots: new Map() };
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) outcomes.push(await foldRequest(fold, request));
  return { batch, outcomes };
}

async function foldRequest(fold: Fold, { address, signal, createIfMissing }: ChangeRequest): Promise<ChangeOutcome> {
  const known = await findSlot(fold, address);
  if (known && !known.deleted) {
    return isOfProject(address, known.monitor) ? await applyChecked(fold, known, signal) : { kind: "missing" };
  }
  if (!createIfMissing) return { kind: "missing" };
  const made = await createSlot(fold.deps, fold.trx, { seed: createIfMissing, batch: fold.batch });
  if ("kind" in made) return made;
  const outcome = await applyChecked(fold, made, signal);
  // Only now: what the judge refused was not made, and the next request may make it.
  if (outcome.kind === "changed") remember(fold, address, made);
  return outcome;
}

/** The slot of an address; undefined when there is no such monitor. */
async function findSlot(fold: Fold, address: MonitorAddress): Promise<MonitorSlot | undefined> {
  const known = fold.slots.get(addressKey(address));
  if (known) return known;
  const id = await monitorIdOf(fold.trx, address);
  if (id === null) return undefined;
  const byId = fold.slots.get(addressKey({ by: "id", monitorId: id }));
  if (byId) return byId;
  const loaded = (await loadStored(fold.deps, fold.trx, [id])).get(id);
  if (!loaded) return undefined;
  const slot = slotOf(loaded);
  remember(fold, address, slot);
  return slot;
}

function remember(fold: Fold, address: MonitorAddress, slot: MonitorSlot): void {
  fold.slots.set(addressKey(address), slot);
  fold.slots.set(addressKey({ by: "id", monitorId: slot.monitor.id }), slot);
}

/** The slot of a stored monitor. */
export function slotOf(loaded: LoadedMonitor): MonitorSlot {
  const { stored, monitor, fixed } = loaded;
  return {
    loaded,
    isNew: false,
    importedId: fixed.importedId,
    configChanged: false,
    monitor,
    deleted: false,
    sweepAt: stored.sweepAt,
    probe: stored.probe,
  };
}

async function applyChecked({ trx, batch }: Fold, slot: MonitorSlot, signal: Signal): Promise<ChangeOutcome> {
  if (signal.type === "configure" && !isMaking(batch, slot)) {
    const { projectId, id } = slot.monitor;
    const fault = await configFault(trx, batch, { projectId, monitorId: id, wanted: signal.patch });
    if (fault) return fault;
  }
  return applySignal(batch, slot, signal);
}
