import { durationInWords, instantInWords, stretchesInWords } from "../lib/words.ts";
import type { Gap, Monitor } from "../model/index.ts";
import type { LimitCode } from "./effective-deadline.ts";

/** Why time made a monitor down, and how our own gaps were taken into account. */
export function overdueText(
  monitor: Monitor,
  limit: { readonly code: LimitCode; readonly at: number },
  effectiveAt: number,
  gaps: readonly Gap[],
): string {
  const sentence = limitText(monitor, limit);
  if (gaps.length === 0) return `${sentence}.`;
  const waited = effectiveAt > limit.at ? ` and so waited until ${instantInWords(effectiveAt)}` : "";
  return `${sentence}; Watchbell itself was away ${stretchesInWords(gaps)}${waited}.`;
}

/** Why a deadline that has passed does not count yet. */
export function heldForGapText(deadlineAt: number, effectiveAt: number, gaps: readonly Gap[]): string {
  const away = `Watchbell itself was away ${stretchesInWords(gaps)}`;
  return `The deadline ${instantInWords(deadlineAt)} has passed, but ${away} and so waits until ${instantInWords(effectiveAt)}.`;
}

/** Why an alarm is over although nobody said so. */
export function alarmEndedText(afterMs: number): string {
  return `Its source did not say that it ended, and nothing was heard of it for ${durationInWords(afterMs)}.`;
}

/** Why nothing is due. */
export function inTimeText({ config, state }: Monitor): string {
  if (config.kind === "alarm") {
    const endsAt = state.alarm?.endsAt ?? null;
    return endsAt === null ? "Time does not end this alarm." : `It ends by itself at ${instantInWords(endsAt)}.`;
  }
  if (state.deadlineAt !== null) return `Silence is fine until ${instantInWords(state.deadlineAt)}.`;
  if (state.status === "up") return "The schedule has ended, so nothing is due any more.";
  return `Nothing is due while the monitor is ${state.status}.`;
}

function limitText({ config, state }: Monitor, limit: { readonly code: LimitCode; readonly at: number }): string {
  const grace = durationInWords(config.schedule.graceMs);
  const expected = state.expectedAt === null ? "" : instantInWords(state.expectedAt);
  switch (limit.code) {
    case "alarm-ended":
      throw new Error("an alarm is never overdue");
    case "run-too-long":
      return `The run that started at ${instantInWords(state.startedAt ?? limit.at)} did not end within its grace of ${grace}`;
    case "first-ping-missing":
      return `The first signal was expected by ${expected} and had not come at ${instantInWords(limit.at)}`;
    case "silence": {
      const last = state.lastPingAt === null ? "No signal came" : `No signal since ${instantInWords(state.lastPingAt)}`;
      return `${last}; one was expected at ${expected} and the deadline was ${instantInWords(limit.at)}`;
    }
  }
}
