import { type Component, FRACTION } from "./calendar-chain.ts";
import type { CalendarEvent } from "./calendar-event.ts";

const MINUTE_US = 60 * FRACTION;
const HOUR_US = 60 * MINUTE_US;
const DAY_US = 24 * HOUR_US;
const DAY_MS = 86_400_000;

/** The last year that systemd computes. */
const LAST_YEAR = 2199;

/**
 * One step of the search for a matching local time, which is written as microseconds since the epoch as if in UTC.
 * `go`: the first time that can match; `chosen` says that a field of the event chose it, rather than that the field
 * before ran out.
 */
export type Step =
  | { readonly kind: "match" }
  | { readonly kind: "never" }
  | { readonly kind: "go"; readonly toUs: number; readonly chosen: boolean };

const MATCH: Step = { kind: "match" };
const NEVER: Step = { kind: "never" };

const chosen = (toUs: number): Step => ({ kind: "go", toUs, chosen: true });
const ranOut = (toUs: number): Step => ({ kind: "go", toUs, chosen: false });

/**
 * Compares a local time with an event, from the year down to the second, and goes on to what the first field that does
 * not match asks for.
 *
 * A repetition without an end (`0/7`) may ask for a number beyond its field: the 63rd minute. systemd carries that over,
 * and then sets back only the field below the highest one that changed. After 23:56 it goes on at 00:03, not at 00:00,
 * so that `*:0/7` is never due at midnight. What expects its timers has to know that; `0..59/7` is free of it.
 */
export function stepFrom(event: CalendarEvent, localUs: number): Step {
  const day = Math.floor(localUs / DAY_US);
  const date = stepDate(event, day);
  if (date !== null) return date;
  const midnight = day * DAY_US;
  const hour = Math.floor((localUs - midnight) / HOUR_US);
  const minute = Math.floor((localUs - midnight) / MINUTE_US) % 60;
  const secondUs = (localUs - midnight) % MINUTE_US;

  const nextHour = nextIn(event.hours, hour);
  if (nextHour === null) return ranOut(midnight + DAY_US);
  if (nextHour > 23) return chosen(midnight + DAY_US + (isLastOfMonth(day) ? (nextHour - 24) * HOUR_US : 0));
  const hourAt = midnight + nextHour * HOUR_US;
  if (nextHour > hour) return chosen(hourAt);

  const nextMinute = nextIn(event.minutes, minute);
  if (nextMinute === null) return ranOut(hourAt + HOUR_US);
  if (nextMinute > 59) return chosen(hourAt + HOUR_US + (hour === 23 ? (nextMinute - 60) * MINUTE_US : 0));
  const minuteAt = hourAt + nextMinute * MINUTE_US;
  if (nextMinute > minute) return chosen(minuteAt);

  const nextSecond = nextIn(event.seconds, secondUs);
  if (nextSecond === null) return ranOut(minuteAt + MINUTE_US);
  if (nextSecond === secondUs) return MATCH;
  if (nextSecond < MINUTE_US) return chosen(minuteAt + nextSecond);
  const beyond = nextSecond - MINUTE_US;
  return chosen(minuteAt + MINUTE_US + (minute === 59 ? beyond : beyond % FRACTION));
}

/** Null when the day matches. */
function stepDate({ years, months, days, weekdays, fromMonthEnd }: CalendarEvent, day: number): Step | null {
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  if (year > LAST_YEAR) return NEVER;
  if (years !== null && !years.includes(year)) {
    const next = years.find((candidate) => candidate > year);
    return next === undefined ? NEVER : chosen(firstOf(next, 1) * DAY_US);
  }
  if (months !== null && !months.includes(month)) {
    const next = months.find((candidate) => candidate > month);
    return chosen((next === undefined ? firstOf(year + 1, 1) : firstOf(year, next)) * DAY_US);
  }
  if (days !== null) {
    const length = firstOf(year, month + 1) - firstOf(year, month);
    const next = nextIn(fromMonthEnd ? fromStart(days, length) : days, date.getUTCDate());
    const nextMonth = firstOf(year, month + 1);
    if (next === null) return ranOut(nextMonth * DAY_US);
    if (next > length) return chosen((nextMonth + (month === 12 ? next - length - 1 : 0)) * DAY_US);
    if (next > date.getUTCDate()) return chosen((day + next - date.getUTCDate()) * DAY_US);
  }
  // The epoch was a Thursday.
  if (weekdays === null || weekdays.includes((((day + 3) % 7) + 7) % 7)) return null;
  return ranOut((day + 1) * DAY_US);
}

/** The smallest number of the components that is not below `from`; a repetition without an end knows no limit. */
function nextIn(components: readonly Component[], from: number): number | null {
  let smallest: number | null = null;
  for (const { start, stop, repeat } of components) {
    if (start < from && repeat === 0) continue;
    const next = start >= from ? start : start + Math.ceil((from - start) / repeat) * repeat;
    if (stop !== null && next > stop) continue;
    if (smallest === null || next < smallest) smallest = next;
  }
  return smallest;
}

/** Days counted from the end of a month, counted from its start. */
function fromStart(days: readonly Component[], length: number): readonly Component[] {
  return days.map(({ start, stop, repeat }) =>
    stop === null
      ? { start: length + 1 - start, stop: null, repeat }
      : { start: length + 1 - stop, stop: length + 1 - start, repeat },
  );
}

/** The day number of the first of a month; month 13 is January of the next year. */
function firstOf(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / DAY_MS;
}

function isLastOfMonth(day: number): boolean {
  return new Date((day + 1) * DAY_MS).getUTCDate() === 1;
}
