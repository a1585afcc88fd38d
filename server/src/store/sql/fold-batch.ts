import { isDeepStrictEqual } from "node:util";
import { judge } from "../../judge/judge.ts";
import { nextProbeAt } from "../../judge/next-probe-at.ts";
import type { Monitor, Signal } from "../../model/index.ts";
import type { ChangeOutcome, ChangeRequest, MonitorAddress } from "../ports.ts";
import type { Batch, Slot } from "./batch.ts";
import { configFault } from "./config-fault.ts";
import { createSlot } from "./create-slot.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { gapsToJudgeBy } from "./intake.ts";
import { addressKey, isOfProject, type LoadedMonitor, loadMonitor, loadMonitors } from "./load-monitors.ts";
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
  const batch: Batch = {
    now,
    gaps: await gapsToJudgeBy(deps, trx, now),
    slots: new Set(),
    selfMade: new Map(),
    pings: [],
    results: [],
    transitions: [],
    commands: [],
    toRoute: [],
  };
  const fold: Fold = { deps, trx, batch, loaded, slots: new Map() };
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) outcomes.push(await foldRequest(fold, request));
  return { batch, outcomes };
}

async function foldRequest(fold: Fold, request: ChangeRequest): Promise<ChangeOutcome> {
  const { address, signal, createIfMissing } = request;
  const known = findSlot(fold, addressKey(address));
  if (known && !known.deleted) {
    return isOfProject(address, known.monitor) ? await applySignal(fold, known, signal) : { kind: "missing" };
  }
  if (!createIfMissing) return { kind: "missing" };
  const made = await createSlot(fold.deps, fold.trx, { seed: createIfMissing, batch: fold.batch });
  if ("kind" in made) {
    await beSureItIsMissing(fold, address);
    return made;
  }
  const outcome = await applySignal(fold, made, signal);
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

async function applySignal({ trx, batch }: Fold, slot: Slot, signal: Signal): Promise<ChangeOutcome> {
  const created = slot.isNew && !batch.slots.has(slot);
  const before = slot.monitor;
  // Another process has taken the probe over, or it was changed: what this one found is of another time.
  if (signal.type === "probe" && slot.probe.lease !== signal.leaseId) return { kind: "missing" };
  if (signal.type === "configure" && !created) {
    const { projectId, id } = before;
    const fault = await configFault(trx, batch, { projectId, monitorId: id, wanted: signal.patch });
    if (fault) return fault;
  }
  const judged = judge(before, signal, { now: batch.now, gaps: batch.gaps });
  if (judged.kind === "refused") return judged;
  const { next, transitions, reason } = judged;
  batch.slots.add(slot);
  slot.deleted = next === null;
  countSelfMade(batch, before, Number(next !== null) - Number(!created));
  slot.monitor = next ?? before;
  slot.sweepAt = nextSweepAt(slot, judged.lookAgainAt, batch.now);
  slot.configChanged ||= isReconfigured(before, next);
  slot.probe = turnAfter(slot, { before: created ? null : before, next, signal, now: batch.now });
  if (judged.ping && signal.type === "ping") batch.pings.push({ slot, signal, ping: judged.ping });
  if (signal.type === "probe") {
    batch.results.push({ slot, signal, n: slot.monitor.state.pingCount, at: slot.monitor.state.lastSignalAt });
  }
  const actor = "actor" in signal ? signal.actor : signal.type;
  for (const transition of transitions) batch.transitions.push({ slot, transition, actor });
  if (transitions.length > 0) batch.toRoute.push({ before, monitor: slot.monitor, transitions });
  if (created || "actor" in signal) {
    batch.commands.push({ slot, signal, created, incident: slot.monitor.state.incident });
  }
  const monitor = "actor" in signal ? next : null;
  const { id: monitorId, projectId } = slot.monitor;
  return { kind: "changed", monitorId, projectId, created, reason, transitions, monitor };
}

interface Turned {
  readonly before: Monitor | null;
  readonly next: Monitor | null;
  readonly signal: Signal;
  readonly now: number;
}

/** When a probe is due next, and who holds the look that is under way. */
function turnAfter({ probe }: Slot, { before, next, signal, now }: Turned): Slot["probe"] {
  // A look that is under way is the one that is wanted: dropped, one that hangs would never be heard.
  if (signal.type === "probe-now" && probe.lease !== null && (probe.at ?? 0) > now) return probe;
  const at = next === null ? null : nextProbeAt(before, next, signal, now);
  return at === "keep" ? probe : { at, lease: null };
}

/** Keeps the count of self-made monitors that creations were measured by. */
function countSelfMade(batch: Batch, { door, projectId }: Monitor, difference: number): void {
  const known = batch.selfMade.get(projectId);
  if (door !== null && known !== undefined) batch.selfMade.set(projectId, known + difference);
}

/** A ping leaves the configuration the same object, so that nothing is compared on its path. */
function isReconfigured(before: Monitor, next: Monitor | null): boolean {
  return next !== null && next.config !== before.config && !isDeepStrictEqual(next.config, before.config);
}

/** Keeps an earlier time that is still to come, so that the index is rewritten when the sweep looked, not at each ping. */
function nextSweepAt(slot: Slot, lookAgainAt: number | null, now: number): number | null {
  if (lookAgainAt === null) return null;
  const old = slot.sweepAt;
  return old !== null && old > now && old <= lookAgainAt ? old : lookAgainAt;
}
