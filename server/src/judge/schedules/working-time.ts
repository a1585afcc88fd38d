import { WEEKDAYS, type WorkingCalendar } from "../../model/index.ts";
import type { CountedDueTimes } from "./due-times.ts";
import { type Zone, zoneOf } from "./zone.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Nothing is looked for further ahead than this; `checkSchedule` refuses what would need it. */
const HORIZON_DAYS = 60 * 366;

/** How many days one table may span before it is begun anew nearer to what is asked. */
const MAX_TABLE_DAYS = 1_500;

/** The working time of a calendar. */
export interface WorkingTime {
  /** The first instant in working time that is not before this one; null when there is none. */
  openFrom(at: number): number | null;
  /**
   * The instant at which so much working time has passed. When it is used up exactly as a stretch of working time ends,
   * that is the beginning of the next one: nobody is there to be late before.
   */
  add(from: number, ms: number): number | null;
  /** How much working time lies between two instants; negative when `to` is the earlier one. */
  between(from: number, to: number): number;
}

/** Local minutes of the day, `to` exclusive. */
interface DayStretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Working time as ascending stretches of real time, beginning with local day `firstDay`; grows as it is asked. */
interface Table {
  readonly firstDay: number;
  nextDay: number;
  readonly startAt: number[];
  readonly endAt: number[];
  /** The working time before each stretch. */
  readonly beforeMs: number[];
}

/** Milliseconds since local midnight of `HH:MM`. */
export function msOfDay(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS;
}

/** Days since the epoch of a local date `YYYY-MM-DD`. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** A period that counts working time only. */
export function periodInWorkingTime(working: WorkingTime, periodMs: number): CountedDueTimes {
  return { nth: (after, n) => working.add(after, n * periodMs) };
}

/** Computes with a calendar that `checkSchedule` has accepted. */
export function workingTime(calendar: WorkingCalendar): WorkingTime {
  const zone = zoneOf(calendar.timezone);
  const grow = dayAppender(calendar, zone);
  let table = emptyTable(0);

  const tableFor = (at: number): Table => {
    const day = Math.floor(zone.localOf(at) / DAY_MS);
    if (day <= table.firstDay || day > table.firstDay + MAX_TABLE_DAYS) table = emptyTable(day - 40);
    return table;
  };

  /** The first stretch for which the condition holds, made if need be. */
  const find = (known: Table, holds: (index: number) => boolean): number | null => {
    const limit = known.nextDay + HORIZON_DAYS;
    while (!holds(known.endAt.length - 1)) {
      if (known.nextDay > limit) return null;
      grow(known);
    }
    return firstIndex(known.endAt.length, holds);
  };

  const openFrom = (at: number): number | null => {
    const known = tableFor(at);
    const index = find(known, (i) => (known.endAt[i] ?? -Infinity) > at);
    return index === null ? null : Math.max(at, known.startAt[index] ?? at);
  };

  const add = (from: number, ms: number): number | null => {
    const known = tableFor(from);
    const first = find(known, (i) => (known.endAt[i] ?? -Infinity) > from);
    if (first === null) return null;
    const passed = Math.max(0, from - (known.startAt[first] ?? from));
    const goal = (known.beforeMs[first] ?? 0) + passed + ms;
    const last = find(known, (i) => i >= 0 && passedAtEnd(known, i) > goal);
    return last === null ? null : (known.startAt[last] ?? 0) + goal - (known.beforeMs[last] ?? 0);
  };

  /** The working time of a table before an instant. */
  const before = (known: Table, at: number): number => {
    const index = find(known, (i) => (known.endAt[i] ?? -Infinity) > at);
    if (index === null) return passedAtEnd(known, known.endAt.length - 1);
    return (known.beforeMs[index] ?? 0) + Math.max(0, at - (known.startAt[index] ?? at));
  };

  const between = (from: number, to: number): number => {
    if (to < from) return -between(to, from);
    const known = tableFor(from);
    return before(known, to) - before(known, from);
  };

  return { openFrom, add, between };
}

/** The working time of a table up to the end of a stretch. */
function passedAtEnd(known: Table, index: number): number {
  return (known.beforeMs[index] ?? 0) + (known.endAt[index] ?? 0) - (known.startAt[index] ?? 0);
}

function emptyTable(firstDay: number): Table {
  return { firstDay, nextDay: firstDay, startAt: [], endAt: [], beforeMs: [] };
}

/** Adds the working time of the next day to a table. */
function dayAppender(calendar: WorkingCalendar, zone: Zone): (table: Table) => void {
  const weekdays = new Set(calendar.weekdays.map((name) => WEEKDAYS.indexOf(name)));
  const holidays = new Set((calendar.holidays ?? []).map(dayOfDate));
  const hours = dayStretches(calendar);
  return (table) => {
    const day = table.nextDay;
    table.nextDay += 1;
    // The epoch was a Thursday.
    if (!weekdays.has((((day + 3) % 7) + 7) % 7) || holidays.has(day)) return;
    for (const [startAt, endAt] of realStretches(zone, day, hours)) append(table, startAt, endAt);
  };
}

/** The hours of a day that count, in their order. */
export function dayStretches(calendar: WorkingCalendar): readonly DayStretch[] {
  if (calendar.hours === undefined) return [{ fromMs: 0, toMs: DAY_MS }];
  return calendar.hours
    .map(({ from, to }) => ({ fromMs: msOfDay(from), toMs: msOfDay(to) }))
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** On a day on which the clock changes, what it shows twice counts twice, and what it skips not at all. */
function realStretches(zone: Zone, day: number, hours: readonly DayStretch[]): readonly (readonly [number, number])[] {
  const midnight = day * DAY_MS;
  const changeAt = zone.changeWithin(midnight - DAY_MS, midnight + 2 * DAY_MS);
  if (changeAt === null) {
    const offset = zone.offsetAt(midnight);
    return hours.map(({ fromMs, toMs }) => [midnight + fromMs - offset, midnight + toMs - offset]);
  }
  const before = zone.offsetAt(changeAt - 1);
  const after = zone.offsetAt(changeAt);
  return [
    ...hours.map(
      ({ fromMs, toMs }) => [midnight + fromMs - before, Math.min(midnight + toMs - before, changeAt)] as const,
    ),
    ...hours.map(
      ({ fromMs, toMs }) => [Math.max(midnight + fromMs - after, changeAt), midnight + toMs - after] as const,
    ),
  ].filter(([startAt, endAt]) => startAt < endAt);
}

function append(table: Table, startAt: number, endAt: number): void {
  const previousEnd = table.endAt.at(-1) ?? -Infinity;
  const previousStart = table.startAt.at(-1) ?? 0;
  const before = table.beforeMs.at(-1);
  const from = Math.max(startAt, previousEnd);
  if (from >= endAt) return;
  table.beforeMs.push(before === undefined ? 0 : before + previousEnd - previousStart);
  table.startAt.push(from);
  table.endAt.push(endAt);
}

/** The first index for which a condition holds that holds for all indexes after it. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
