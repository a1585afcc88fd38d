import type { Schedule } from "../../model/index.ts";
import { dueTimesOf, workingTimeOf } from "./compiled.ts";

export { checkSchedule } from "./check-schedule.ts";
export { describeSchedule } from "./describe-schedule.ts";
export { canonicalTimezone } from "./timezone-name.ts";

/** The first `count` due times after an instant; fewer when the schedule ends. */
export function nextDueTimes(schedule: Schedule, fromAt: number, count: number): readonly number[] {
  const times = dueTimesOf(schedule);
  const dueAt: number[] = [];
  while (dueAt.length < count) {
    const next = times.nth(fromAt, dueAt.length + 1);
    if (next === null) break;
    dueAt.push(next);
  }
  return dueAt;
}

/**
 * When a signal is expected after the last one, and when silence becomes an outage: the grace after the due time that
 * follows the allowed misses. Null where the schedule ends before.
 */
export function expectedAndDeadline(
  schedule: Schedule,
  lastSignalAt: number,
): { expectedAt: number | null; deadlineAt: number | null } {
  const { allowedMisses, graceMs } = schedule;
  if (schedule.type === "period" && schedule.calendar === undefined) {
    const { periodMs } = schedule;
    return {
      expectedAt: lastSignalAt + periodMs,
      deadlineAt: lastSignalAt + (allowedMisses + 1) * periodMs + graceMs,
    };
  }
  const times = dueTimesOf(schedule);
  const expectedAt = times.nth(lastSignalAt, 1);
  const lastDueAt = allowedMisses === 0 ? expectedAt : times.nth(lastSignalAt, allowedMisses + 1);
  return { expectedAt, deadlineAt: lastDueAt === null ? null : lastDueAt + graceMs };
}

/** How much of the time between two instants counts for a schedule: all of it, or what its calendar leaves. */
export function countedTime({ calendar }: Schedule, fromAt: number, toAt: number): number {
  return calendar === undefined ? toAt - fromAt : workingTimeOf(calendar).between(fromAt, toAt);
}
