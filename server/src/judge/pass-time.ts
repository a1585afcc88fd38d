import type { Gap, Monitor, Reason, Transition } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import { bindingLimit, effectiveDeadline } from "./effective-deadline.ts";
import { alarmEndedText, heldForGapText, inTimeText, overdueText } from "./reason-texts.ts";

/** What time makes of a monitor before anything else is judged. */
export interface Passed {
  readonly monitor: Monitor;
  readonly transition: Transition | null;
}

/**
 * Lets time pass up to `now`. A monitor whose effective deadline has passed is down since that deadline, however late it
 * is noticed; an alarm that ends by itself is up since its end. The record never stands before the last signal, which may have moved the deadline into the past.
 */
export function passTime(monitor: Monitor, now: number, gaps: readonly Gap[]): Passed {
  const limit = bindingLimit(monitor);
  if (limit === null || now < limit.at) return { monitor, transition: null };
  const effective = effectiveDeadline(monitor, gaps);
  if (effective.at === null || now < effective.at) return { monitor, transition: null };
  if (limit.code === "alarm-ended") return endAlarm(monitor, effective.at, now);
  const reason: Reason = { code: limit.code, text: overdueText(monitor, limit, effective.at, effective.gaps) };
  const at = Math.max(effective.at, monitor.state.lastSignalAt);
  const noticed: Monitor = { ...monitor, state: { ...monitor.state, lastSignalAt: now } };
  return changeStatus(noticed, { to: "down", at, reason, gaps: effective.gaps });
}

/** An alarm whose source never says its end is over after its own time. */
function endAlarm(monitor: Monitor, endedAt: number, now: number): Passed {
  const { state } = monitor;
  const at = Math.max(endedAt, state.lastSignalAt);
  const reason: Reason = { code: "alarm-ended", text: alarmEndedText(state.alarm?.endsAfterMs ?? 0) };
  const alarm = state.alarm && { ...state.alarm, endsAt: null, endsAfterMs: null };
  return changeStatus({ ...monitor, state: { ...state, alarm, lastSignalAt: now } }, { to: "up", at, reason });
}

/** Why time leaves a monitor alone at `now`. */
export function reasonToWait(monitor: Monitor, now: number, gaps: readonly Gap[]): Reason {
  const { deadlineAt } = monitor.state;
  const effective = effectiveDeadline(monitor, gaps);
  if (deadlineAt !== null && effective.at !== null && now >= deadlineAt) {
    return { code: "held-for-gap", text: heldForGapText(deadlineAt, effective.at, effective.gaps) };
  }
  return { code: "in-time", text: inTimeText(monitor) };
}
