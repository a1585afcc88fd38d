import { isDeepStrictEqual } from "node:util";
import { judge } from "../judge/judge.ts";
import { newMonitor } from "../judge/new-monitor.ts";
import { nextProbeAt } from "../judge/next-probe-at.ts";
import type { Monitor, MonitorConfig, Signal } from "../model/index.ts";
import type { Batch, ProbeTurn, Slot } from "./batch.ts";
import type { ChangeOutcome, MonitorSeed } from "./ports.ts";

/** The turn of what is no probe, and of a probe that was just made. */
const NO_TURN: ProbeTurn = { at: null, lease: null };

/** The slot of a monitor that is not stored yet. */
export function newSlot(seed: MonitorSeed, config: MonitorConfig, now: number): Slot {
  return {
    isNew: true,
    importedId: seed.imported?.id ?? null,
    configChanged: false,
    monitor: newMonitor({ ...seed, config, lastPingAt: seed.imported?.lastPingAt }, now),
    deleted: false,
    sweepAt: null,
    probe: NO_TURN,
  };
}

/** True when this signal is the one that makes the monitor. */
export function isMaking<S extends Slot>(batch: Batch<S>, slot: S): boolean {
  return slot.isNew && !batch.slots.has(slot);
}

/** Judges one signal and notes in the batch what must be written; what the judge refuses changes nothing. */
export function applySignal<S extends Slot>(batch: Batch<S>, slot: S, signal: Signal): ChangeOutcome {
  const created = isMaking(batch, slot);
  const before = slot.monitor;
  // Another process has taken the probe over, or it was changed: what this one found is of another time.
  if (signal.type === "probe" && slot.probe.lease !== signal.leaseId) return { kind: "missing" };
  const judged = judge(before, signal, { now: batch.now, gaps: batch.gaps });
  if (judged.kind === "refused") return judged;
  const { next, transitions, reason } = judged;
  batch.slots.add(slot);
  slot.deleted = next === null;
  countSelfMade(batch, before, Number(next !== null) - Number(!created));
  slot.monitor = next ?? before;
  slot.sweepAt = batch.sweepAtOf(slot, judged.lookAgainAt);
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
function turnAfter({ probe }: Slot, { before, next, signal, now }: Turned): ProbeTurn {
  // A look that is under way is the one that is wanted: dropped, one that hangs would never be heard.
  if (signal.type === "probe-now" && probe.lease !== null && (probe.at ?? 0) > now) return probe;
  const at = next === null ? null : nextProbeAt(before, next, signal, now);
  return at === "keep" ? probe : { at, lease: null };
}

/** Keeps the count of self-made monitors that creations were measured by. */
function countSelfMade<S extends Slot>(batch: Batch<S>, { door, projectId }: Monitor, difference: number): void {
  const known = batch.selfMade.get(projectId);
  if (door !== null && known !== undefined) batch.selfMade.set(projectId, known + difference);
}

/** A ping leaves the configuration the same object, so that nothing is compared on its path. */
function isReconfigured(before: Monitor, next: Monitor | null): boolean {
  return next !== null && next.config !== before.config && !isDeepStrictEqual(next.config, before.config);
}
