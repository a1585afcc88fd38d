import type { Monitor, ShownStatus } from "../model/index.ts";
import { effectiveDeadline } from "./effective-deadline.ts";
import type { JudgeContext } from "./judgement.ts";

/**
 * The status that people see: late from the expected time on, down from the effective deadline on, both inclusive and
 * also before the sweep has stored it. An alarm that ends by itself is up from then on.
 */
export function statusAt(monitor: Monitor, context: JudgeContext): ShownStatus {
  const { status, expectedAt, lastSignalAt } = monitor.state;
  const isAlarm = monitor.config.kind === "alarm";
  if (status === "paused" || (status === "down" && !isAlarm)) return status;
  const now = Math.max(context.now, lastSignalAt);
  const { at: deadlineAt } = effectiveDeadline(monitor, context.gaps);
  if (isAlarm) return deadlineAt !== null && now >= deadlineAt ? "up" : status;
  if (deadlineAt !== null && now >= deadlineAt) return "down";
  if (status === "up" && expectedAt !== null && now >= expectedAt) return "late";
  return status;
}
