import type { CalendarEvent } from "./calendar-event.ts";
import { stepFrom } from "./calendar-event-walk.ts";
import type { DueTimes } from "./due-times.ts";
import type { Zone } from "./zone.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When a calendar event is due, as systemd computes it: a time that the clock skips is left out, and of a time that it
 * shows twice only the first counts, so that nothing at all is due in the second showing.
 */
export function calendarEventTimes(event: CalendarEvent, zone: Zone): DueTimes {
  return { next: (after) => nextDue(event, zone, after) };
}

function nextDue(event: CalendarEvent, zone: Zone, after: number): number | null {
  const now = zone.localOf(after);
  const shown = zone.resolve(now);
  // In the second showing of a repeated stretch the whole of it is behind us.
  const inSecond = shown.kind === "twice" && after >= shown.second;
  let localUs = inSecond ? shown.overlap.to * 1_000 : now * 1_000 + 1;
  for (;;) {
    const step = stepFrom(event, localUs);
    if (step.kind === "never") return null;
    if (step.kind === "match") {
      // Whole milliseconds, not before the event.
      const time = zone.resolve(Math.ceil(localUs / 1_000));
      return time.kind === "twice" ? time.first : time.at;
    }
    localUs = beyondGap(zone, step.toUs, step.chosen);
  }
}

/**
 * systemd moves a time that the clock skips on by the length of the gap. If a field of the event chose it, it is then
 * cut to the hour, or to the minute if the hour stayed the same. A gap that ends within an hour (Pacific/Chatham) thus
 * hides the rest of that hour from most expressions.
 */
function beyondGap(zone: Zone, localUs: number, chosen: boolean): number {
  const local = Math.floor(localUs / 1_000);
  const time = zone.resolve(local);
  if (time.kind !== "gap") return localUs;
  const gapMs = time.gap.to - time.gap.from;
  const moved = chosen ? cut(local + gapMs, local) : local + gapMs;
  return (zone.resolve(moved).kind === "gap" ? moved + gapMs : moved) * 1_000;
}

function cut(moved: number, before: number): number {
  const hour = Math.floor(moved / HOUR_MS) * HOUR_MS;
  const sinceMinute = moved % MINUTE_MS;
  return hour === Math.floor(before / HOUR_MS) * HOUR_MS ? moved - sinceMinute : hour + sinceMinute;
}
