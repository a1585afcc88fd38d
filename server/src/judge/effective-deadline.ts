import type { Gap, Monitor } from "../model/index.ts";
import { runLimitAt } from "./with-deadline.ts";

/** A signal may come this much before it is expected; if we were away then, we may have missed it. */
const EARLY_MS = 60_000;
/** An alarm that ends by itself is told again at least so often, if it is told again at all. */
const LONGEST_REPEAT_MS = 300_000;
/** After a gap a job gets at least this long to be heard. */
const LEAST_GRACE_MS = 60_000;

/** What time holds against a silent monitor. */
export type LimitCode = "silence" | "run-too-long" | "first-ping-missing" | "alarm-ended";

/** The limit that binds now, and the stretch in which the signal that it waits for could have come. */
interface Limit {
  readonly code: LimitCode;
  readonly fromAt: number;
  readonly at: number;
  /** How long a signal is waited for after a gap that may have swallowed it. */
  readonly graceMs: number;
}

/** The limit that binds a monitor; null when silence is borne for ever. */
export function bindingLimit(monitor: Monitor): Limit | null {
  const { status, startedAt, expectedAt, deadlineAt } = monitor.state;
  if (deadlineAt === null) return null;
  if (monitor.config.kind === "alarm") {
    const graceMs = Math.min(monitor.state.alarm?.endsAfterMs ?? 0, LONGEST_REPEAT_MS);
    return { code: "alarm-ended", fromAt: deadlineAt - graceMs, at: deadlineAt, graceMs };
  }
  const graceMs = Math.max(monitor.config.schedule.graceMs, LEAST_GRACE_MS);
  if (startedAt !== null && runLimitAt(monitor) === deadlineAt) {
    return { code: "run-too-long", fromAt: startedAt, at: deadlineAt, graceMs };
  }
  const fromAt = (expectedAt ?? deadlineAt) - EARLY_MS;
  return { code: status === "new" ? "first-ping-missing" : "silence", fromAt, at: deadlineAt, graceMs };
}

/**
 * The deadline with our own gaps taken into account: if we were away while the signal could have come, the monitor gets
 * its grace once more after the gap. Only gaps that touch the original stretch count, never those in the time won, so
 * that a server that crashes again and again cannot put a deadline off for ever.
 */
export function effectiveDeadline(
  monitor: Monitor,
  gaps: readonly Gap[],
): { readonly at: number | null; readonly gaps: readonly Gap[] } {
  const limit = bindingLimit(monitor);
  if (limit === null) return { at: null, gaps: [] };
  const touching = gaps.filter((gap) => gap.fromAt <= limit.at && gap.toAt >= limit.fromAt);
  return { at: Math.max(limit.at, ...touching.map((gap) => gap.toAt + limit.graceMs)), gaps: touching };
}
