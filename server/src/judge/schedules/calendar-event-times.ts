import { type Component, expand, FRACTION } from "./calendar-chain.ts";
import type { CalendarEvent } from "./calendar-event.ts";
import type { DueTimes } from "./due-times.ts";
import { ascending, steps } from "./parsed.ts";
import type { Zone } from "./zone.ts";

const MINUTE_US = 60 * FRACTION;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DAY_US = DAY_MS * 1_000;

/** The last year that systemd computes. */
const LAST_YEAR = 2199;

/**
 * When a calendar event is due, as systemd computes it: a time that the clock skips is left out, and of a time that it
 * shows twice only the first counts, so that nothing at all is due in the second showing.
 */
export function calendarEventTimes(event: CalendarEvent, zone: Zone): DueTimes {
  const days = ([28, 29, 30, 31] as const).map((length) => daysOf(event, length));
  const search: Search = { event, daysByLength: days };
  return { next: (after) => nextDue(search, zone, after) };
}

interface Search {
  readonly event: CalendarEvent;
  /** The matching days of a month of 28, 29, 30 and 31 days. */
  readonly daysByLength: readonly (readonly number[])[];
}

function nextDue(search: Search, zone: Zone, after: number): number | null {
  const now = zone.localOf(after);
  const shown = zone.resolve(now);
  // In the second showing of a repeated stretch the whole of it is behind us.
  const inSecond = shown.kind === "twice" && after >= shown.second;
  let fromUs = inSecond ? shown.overlap.to * 1_000 - 1 : now * 1_000;
  for (;;) {
    const localUs = nextLocal(search, fromUs);
    if (localUs === null) return null;
    const local = Math.ceil(localUs / 1_000);
    const resumeAt = afterGap(zone, (fromUs + 1) / 1_000, local);
    if (resumeAt === null) {
      const time = zone.resolve(local);
      return time.kind === "twice" ? time.first : time.at;
    }
    fromUs = resumeAt * 1_000 - 1;
  }
}

/**
 * Where the search goes on when the clock skips a local time or something on the way to it; null when it skips nothing.
 *
 * systemd comes to a local time by way of the beginnings of its day, hour and minute. Whichever of them the clock skips
 * is moved on by the length of the gap and cut to the hour, or to the minute if the hour stayed the same; only the
 * minute after the one just left is not cut. A gap that ends within an hour (Pacific/Chatham) thus hides the rest of
 * that hour from most expressions.
 */
function afterGap(zone: Zone, from: number, local: number): number | null {
  if (zone.changeWithin(local - 2 * DAY_MS, local + DAY_MS) === null) return null;
  const minuteAfter = Math.floor(from / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (const unit of [DAY_MS, HOUR_MS, MINUTE_MS, 1]) {
    const station = Math.floor(local / unit) * unit;
    const time = zone.resolve(station);
    if (station < from || time.kind !== "gap") continue;
    const gapMs = time.gap.to - time.gap.from;
    const moved = station + gapMs;
    const cut = station === minuteAfter ? moved : cutToUnit(moved, station);
    return zone.resolve(cut).kind === "gap" ? cut + gapMs : cut;
  }
  return null;
}

function cutToUnit(moved: number, station: number): number {
  const hour = Math.floor(moved / HOUR_MS) * HOUR_MS;
  const secondMs = moved % MINUTE_MS;
  return hour === Math.floor(station / HOUR_MS) * HOUR_MS ? moved - secondMs : hour + secondMs;
}

/** The first matching local time after another one, in microseconds, on a clock that never changes. */
function nextLocal(search: Search, afterUs: number): number | null {
  let day = Math.floor(afterUs / DAY_US);
  let fromUs = afterUs - day * DAY_US + 1;
  for (;;) {
    const matching = nextDay(search, day);
    if (matching === null) return null;
    if (matching > day) fromUs = 0;
    day = matching;
    const timeUs = nextTime(search.event, fromUs);
    if (timeUs !== null) return day * DAY_US + timeUs;
    day += 1;
    fromUs = 0;
  }
}

/** The first matching day from a day on, in days since the epoch. */
function nextDay({ event, daysByLength }: Search, from: number): number | null {
  let day = from;
  for (;;) {
    const date = new Date(day * DAY_MS);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    if (year > LAST_YEAR) return null;
    if (event.years !== null && !event.years.includes(year)) {
      const next = event.years.find((candidate) => candidate > year);
      if (next === undefined) return null;
      day = dayNumber(next, 1);
      continue;
    }
    const length = dayNumber(year, month + 1) - dayNumber(year, month);
    const fits = event.months === null || event.months.includes(month);
    const inMonth = fits ? daysByLength[length - 28]?.find((candidate) => candidate >= date.getUTCDate()) : undefined;
    if (inMonth === undefined) {
      day = dayNumber(year, month + 1);
      continue;
    }
    day += inMonth - date.getUTCDate();
    if (event.weekdays === null || event.weekdays.includes((day + 3) % 7)) return day;
    day += 1;
  }
}

/** The day number of the first of a month; month 13 is January of the next year. */
function dayNumber(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / DAY_MS;
}

function daysOf({ days, fromMonthEnd }: CalendarEvent, length: number): readonly number[] {
  if (days === null) return steps(1, length);
  if (!fromMonthEnd) return expand(days, { max: 31 }).filter((day) => day <= length);
  const fromStart = days.flatMap(({ start, stop, repeat }) => {
    const first = length + 1 - start;
    if (repeat === 0) return [first];
    return stop === null ? steps(first, length, repeat) : steps(length + 1 - stop, first, repeat);
  });
  return ascending(fromStart);
}

/** The first matching time of a day from a time on, in microseconds since midnight. */
function nextTime({ hours, minutes, seconds }: CalendarEvent, fromUs: number): number | null {
  for (const hour of hours) {
    if ((hour + 1) * 60 * MINUTE_US <= fromUs) continue;
    for (const minute of minutes) {
      const startUs = (hour * 60 + minute) * MINUTE_US;
      if (startUs + MINUTE_US <= fromUs) continue;
      const second = nextSecond(seconds, Math.max(0, fromUs - startUs));
      if (second !== null) return startUs + second;
    }
  }
  return null;
}

function nextSecond(seconds: readonly Component[], from: number): number | null {
  let earliest: number | null = null;
  for (const { start, stop, repeat } of seconds) {
    let next = start;
    if (next < from) {
      if (repeat === 0) continue;
      next += Math.ceil((from - start) / repeat) * repeat;
    }
    if (next > (stop ?? MINUTE_US - 1)) continue;
    if (earliest === null || next < earliest) earliest = next;
  }
  return earliest;
}
