import type { Signal } from "../../model/index.ts";
import { addressKey, isOfProject } from "../address-key.ts";
import { applySignal, isMaking } from "../apply-signal.ts";
import { emptyBatch } from "../batch.ts";
import type { ChangeOutcome, ChangeRequest, MonitorAddress } from "../ports.ts";
import type { Batch, Slot } from "./batch.ts";
import { configFault } from "./config-fault.ts";
import { createSlot } from "./create-slot.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { gapsToJudgeBy } from "./intake.ts";
import { type LoadedMonitor, loadMonitor, loadMonitors } from "./load-monitors.ts";
import { lockMonitors } from "./locks.ts";
import { Conflict } from "./unavailable.ts";

interface Fold {
  readonly deps: SqlDeps;
  readonly trx: Db;
  readonly batch: Batch;
  readonly loaded: ReadonlyMap<string, LoadedMonitor>;
  /** By address, and by id so that a monitor that is addressed in two ways has one slot. */
  readonly slots: Map<string, Slot>;
}

/** Loads the monitors named and judges the requests in order; says what must be written. */
export async function foldBatch(
  deps: SqlDeps,
  trx: Db,
  requests: readonly ChangeRequest[],
): Promise<{ readonly batch: Batch; readonly outcomes: readonly ChangeOutcome[] }> {
  const addresses = requests.map((request) => request.address);
  const held = await lockMonitors(trx, addresses);
  const loaded = await loadMonitors(deps, trx, addresses);
  // A name may have gone to another monitor while the one that had it was waited for.
  if (held && [...loaded.values()].some(({ seq }) => !held.has(seq))) throw new Conflict("a monitor was renamed");
  const now = deps.now();
  const batch = emptyBatch<Slot>({
    now,
    gaps: await gapsToJudgeBy(deps, trx, now),
    sweepAtOf: (slot, lookAgainAt) => nextSweepAt(slot, lookAgainAt, now),
  });
  const fold: Fold = { deps, trx, batch, loaded, slots: new Map() };
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) outcomes.push(await foldRequest(fold, request));
  return { batch, outcomes };
}

async function foldRequest(fold: Fold, request: ChangeRequest): Promise<ChangeOutcome> {
  const { address, signal, createIfMissing } = request;
  const known = findSlot(fold, addressKey(address));
  if (known && !known.deleted) {
    return isOfProject(address, known.monitor) ? await applyChecked(fold, known, signal) : { kind: "missing" };
  }
  if (!createIfMissing) return { kind: "missing" };
  const made = await createSlot(fold.deps, fold.trx, { seed: createIfMissing, batch: fold.batch });
  if ("kind" in made) {
    await beSureItIsMissing(fold, address);
    return made;
  }
  const outcome = await applyChecked(fold, made, signal);
  // Only now: what the judge refused was not made, and the next request may make it.
  if (outcome.kind === "changed") remember(fold, addressKey(address), made);
  return outcome;
}

/** Whoever took the slug, or the last place that there was, may have made this very monitor. */
async function beSureItIsMissing({ deps, trx }: Fold, address: MonitorAddress): Promise<void> {
  if (isPostgres(trx) && (await loadMonitor(deps, trx, address))) throw new Conflict("a monitor was made meanwhile");
}

/** The slot of an address; undefined when there is no such monitor. */
function findSlot(fold: Fold, key: string): Slot | undefined {
  const known = fold.slots.get(key);
  const loaded = fold.loaded.get(key);
  if (known || !loaded) return known;
  const slot = fold.slots.get(addressKey({ by: "id", monitorId: loaded.monitor.id })) ?? slotOf(loaded);
  remember(fold, key, slot);
  return slot;
}

function remember(fold: Fold, key: string, slot: Slot): void {
  fold.slots.set(key, slot);
  fold.slots.set(addressKey({ by: "id", monitorId: slot.monitor.id }), slot);
}

function slotOf(loaded: LoadedMonitor): Slot {
  const probe = { at: loaded.probeAt, lease: loaded.probeLease };
  return {
    seq: loaded.seq,
    isNew: false,
    importedId: null,
    oldSweepAt: loaded.sweepAt,
    version: loaded.version,
    configChanged: false,
    monitor: loaded.monitor,
    deleted: false,
    sweepAt: loaded.sweepAt,
    probe,
    oldProbe: probe,
  };
}

async function applyChecked({ trx, batch }: Fold, slot: Slot, signal: Signal): Promise<ChangeOutcome> {
  if (signal.type === "configure" && !isMaking(batch, slot)) {
    const { projectId, id } = slot.monitor;
    const fault = await configFault(trx, batch, { projectId, monitorId: id, wanted: signal.patch });
    if (fault) return fault;
  }
  return applySignal(batch, slot, signal);
}

/** Keeps an earlier time that is still to come, so that the index is rewritten when the sweep looked, not at each ping. */
function nextSweepAt(slot: Slot, lookAgainAt: number | null, now: number): number | null {
  if (lookAgainAt === null) return null;
  const old = slot.sweepAt;
  return old !== null && old > now && old <= lookAgainAt ? old : lookAgainAt;
}
