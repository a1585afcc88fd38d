import { isDeepStrictEqual } from "node:util";
import type { Monitor, Signal } from "../model/index.ts";

/** A probe that took longer than its interval is not begun again at once. */
const LEAST_PAUSE_MS = 1_000;
/** So much earlier than its interval a probe may be due, so that those made together drift apart. */
const JITTER_SHARE = 0.05;
const MAX_JITTER_MS = 5_000;
const SPREAD_MS = 60_000;

/**
 * When a probe is due next; null: never. `keep`: as it was. A new, changed or resumed probe, and one that an
 * operator wants, is due at once; after a result the next one is due an interval after that one began, or a little earlier.
 */
export function nextProbeAt(
  before: Monitor | null,
  after: Monitor,
  signal: Signal,
  now: number,
): number | null | "keep" {
  const { probe, kind, schedule } = after.config;
  if (kind !== "probe" || probe === null || schedule.type !== "period" || after.state.status === "paused") return null;
  if (signal.type === "probe") {
    const intervalMs = signal.verdict === "error" ? (probe.errorIntervalMs ?? schedule.periodMs) : schedule.periodMs;
    const jitterMs = Math.min(MAX_JITTER_MS, intervalMs * JITTER_SHARE) * scatter(after.id, after.state.pingCount);
    return Math.max(Math.floor(signal.startedAt + intervalMs - jitterMs), now + LEAST_PAUSE_MS);
  }
  if (before === null || before.state.status === "paused" || signal.type === "probe-now") return now;
  const isSame = isDeepStrictEqual(before.config.probe, probe) && isDeepStrictEqual(before.config.schedule, schedule);
  return isSame ? "keep" : now;
}

/**
 * When a probe is due that nobody looked after for a while: within its interval and within a minute, each at another
 * time, so that a start is no storm.
 */
export function spreadProbeAt(monitorId: string, intervalMs: number, now: number): number {
  return now + Math.floor(Math.min(intervalMs, SPREAD_MS) * scatter(monitorId, 0));
}

/** A number from 0 to 1 that looks like chance and follows from the arguments alone (FNV-1a). */
function scatter(text: string, n: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${text}/${n}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // FNV's low bits change most: they go to the top.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return hash / 2 ** 32;
}
