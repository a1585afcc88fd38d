import { type ChainKind, type Component, expand, FRACTION, parseChain } from "./calendar-chain.ts";
import { ascending, type Fault, fault, type Parsed, quote, steps, value } from "./parsed.ts";
import { canonicalTimezone, timezoneFault } from "./timezone-name.ts";

/** A systemd calendar event, read. A list that is null stands for "any". */
export interface CalendarEvent {
  /** Monday being 0. */
  readonly weekdays: readonly number[] | null;
  readonly years: readonly number[] | null;
  readonly months: readonly number[] | null;
  readonly days: readonly Component[] | null;
  /** True: days count from the end of the month, its last day being 1. */
  readonly fromMonthEnd: boolean;
  readonly hours: readonly Component[];
  readonly minutes: readonly Component[];
  /** In microseconds. */
  readonly seconds: readonly Component[];
  /** The zone that the expression names; null when it names none. */
  readonly timezone: string | null;
}

const YEAR: ChainKind = { name: "year", min: 1970, max: 2199, scale: 1, example: "2027" };
const MONTH: ChainKind = { name: "month", min: 1, max: 12, scale: 1, example: "1/3" };
const DAY: ChainKind = { name: "day", min: 1, max: 31, scale: 1, example: "1,15" };
const DAY_FROM_END: ChainKind = { name: "day", min: 1, max: 28, scale: 1, fromEnd: true, example: "*-*~1" };
const HOUR: ChainKind = { name: "hour", min: 0, max: 23, scale: 1, example: "9..17" };
const MINUTE: ChainKind = { name: "minute", min: 0, max: 59, scale: 1, example: "0/15" };
const SECOND: ChainKind = { name: "second", min: 0, max: 60 * FRACTION - 1, scale: FRACTION, example: "0/10" };

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const SHORTHANDS: ReadonlyMap<string, string> = new Map([
  ["minutely", "*-*-* *:*:00"],
  ["hourly", "*-*-* *:00:00"],
  ["daily", "*-*-* 00:00:00"],
  ["weekly", "Mon *-*-* 00:00:00"],
  ["monthly", "*-*-01 00:00:00"],
  ["quarterly", "*-01,04,07,10-01 00:00:00"],
  ["semiannually", "*-01,07-01 00:00:00"],
  ["semi-annually", "*-01,07-01 00:00:00"],
  ["biannually", "*-01,07-01 00:00:00"],
  ["bi-annually", "*-01,07-01 00:00:00"],
  ["yearly", "*-01-01 00:00:00"],
  ["annually", "*-01-01 00:00:00"],
  ["anually", "*-01-01 00:00:00"],
]);

const EXAMPLE = "Mon..Fri *-*-* 09:00:00";

/** Reads a calendar event as systemd.time(7) describes it: `[weekdays] [date] [time] [zone]`, or a word such as `daily`. */
export function parseCalendarEvent(text: string): Parsed<CalendarEvent> {
  const trimmed = text.trim();
  if (trimmed === "") return fault(`The expression is empty. Write for example ${EXAMPLE}, or daily.`);
  if (trimmed.length > 500)
    return fault("The expression is longer than 500 characters. Write it with ranges (..) and steps (/).");
  const words = trimmed.split(/\s+/);
  const zone = splitZone(words);
  if (zone.kind === "fault") return zone;
  const { timezone, rest } = zone.value;
  const shorthand = rest.length === 1 ? SHORTHANDS.get(rest[0]?.toLowerCase() ?? "") : undefined;
  const parts = sortParts(shorthand === undefined ? rest : shorthand.split(" "));
  if (parts.kind === "fault") return parts;
  const weekdays = parseWeekdays(parts.value.weekdays);
  if (weekdays.kind === "fault") return weekdays;
  const date = parseDate(parts.value.date);
  if (date.kind === "fault") return date;
  const time = parseTime(parts.value.time);
  if (time.kind === "fault") return time;
  return value({ weekdays: weekdays.value, ...date.value, ...time.value, timezone });
}

function splitZone(words: readonly string[]): Parsed<{ timezone: string | null; rest: readonly string[] }> {
  const last = words.at(-1) ?? "";
  const timezone = /^utc$/i.test(last) ? "UTC" : canonicalTimezone(last);
  if (timezone !== null) {
    if (words.length > 1) return value({ timezone, rest: words.slice(0, -1) });
    return fault(`The expression names only the zone ${last}. Write the time before it, such as 02:30 ${last}.`);
  }
  const mayBeZone = words.length > 1 && /^[+-]|^[a-z_/+-]+[\d:]*$/i.test(last) && !isWeekdays(last);
  const zoneFault = mayBeZone ? timezoneFault(last) : null;
  return zoneFault === null ? value({ timezone: null, rest: words }) : fault(zoneFault);
}

function isWeekdays(word: string): boolean {
  return WEEKDAYS.some((name) => word.toLowerCase().startsWith(name.slice(0, 3)));
}

interface Parts {
  readonly weekdays: string | null;
  readonly date: string | null;
  readonly time: string | null;
}

function sortParts(words: readonly string[]): Parsed<Parts> {
  const order = ["weekdays", "date", "time"] as const;
  const parts: { weekdays: string | null; date: string | null; time: string | null } = {
    weekdays: null,
    date: null,
    time: null,
  };
  let reached = -1;
  for (const word of words) {
    const part = partOf(word);
    if (part === null) return unknownPart(word);
    const place = order.indexOf(part);
    if (place <= reached) {
      return fault(
        `${quote(word)} stands in the wrong place. The order is weekdays, date, time, zone, each at most once: ${EXAMPLE}.`,
      );
    }
    reached = place;
    parts[part] = word;
  }
  return value(parts);
}

function partOf(word: string): keyof Parts | null {
  if (/^[a-z]/i.test(word)) return isWeekdays(word) ? "weekdays" : null;
  if (word.startsWith("@")) return "date";
  if (word.includes(":")) return "time";
  return /.[-~]/.test(word) ? "date" : null;
}

function unknownPart(word: string): Fault {
  if (/^[a-z]+$/i.test(word)) {
    return fault(
      `${quote(word)} is no weekday and no word for a time. There are Mon to Sun and ${[...SHORTHANDS.keys()].slice(0, 7).join(", ")}, yearly.`,
    );
  }
  return fault(
    `${quote(word)} is neither a date such as *-*-01 nor a time such as 02:30. Write for example ${EXAMPLE}.`,
  );
}

function weekdayNumber(name: string): number {
  return WEEKDAYS.findIndex((day) => day === name.toLowerCase() || day.slice(0, 3) === name.toLowerCase());
}

function parseWeekdays(text: string | null): Parsed<readonly number[] | null> {
  if (text === null) return value(null);
  const days: number[] = [];
  for (const item of text.replace(/,$/, "").split(",")) {
    const [first = "", last = first, ...more] = item.split(/\.\.|-/);
    const from = weekdayNumber(first);
    const to = weekdayNumber(last);
    if (from < 0 || to < 0 || more.length > 0) {
      return fault(`${quote(item)} is no weekday. Write Mon to Sun, as a list (Mon,Thu) or a range (Mon..Fri).`);
    }
    if (from > to) {
      return fault(
        `The weekdays ${quote(item)} run backwards: a week begins on Monday. Write ${first}..Sun,${to === 0 ? last : `Mon..${last}`}.`,
      );
    }
    days.push(...steps(from, to));
  }
  const sorted = ascending(days);
  return value(sorted.length === 7 ? null : sorted);
}

type DateParts = Pick<CalendarEvent, "years" | "months" | "days" | "fromMonthEnd">;

function parseDate(text: string | null): Parsed<DateParts> {
  if (text === null) return value({ years: null, months: null, days: null, fromMonthEnd: false });
  if (text.startsWith("@")) {
    return fault(`${quote(text)} is one instant and never comes again. Write a date that repeats, such as *-*-01.`);
  }
  const match = /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(text);
  if (match === null)
    return fault(
      `The date ${quote(text)} cannot be read. Write year-month-day, such as *-*-01, or *-*~01 from the end.`,
    );
  const [, yearText = "*", monthText = "", separator, dayText = ""] = match;
  const fromMonthEnd = separator === "~";
  const years = parseChain(yearText, YEAR);
  if (years.kind === "fault") return years;
  const months = parseChain(monthText, MONTH);
  if (months.kind === "fault") return months;
  const days = parseChain(dayText, fromMonthEnd ? DAY_FROM_END : DAY);
  if (days.kind === "fault") return days;
  return value({
    years: years.value && expand(years.value, YEAR),
    months: months.value && expand(months.value, MONTH),
    days: days.value,
    fromMonthEnd,
  });
}

type TimeParts = Pick<CalendarEvent, "hours" | "minutes" | "seconds">;

function parseTime(text: string | null): Parsed<TimeParts> {
  const [hourText = "0", minuteText = "0", secondText = "0", ...more] = text === null ? [] : text.split(":");
  if (more.length > 0) {
    return fault(
      `The time ${quote(text ?? "")} has too many colons. Write hours:minutes or hours:minutes:seconds, such as 02:30.`,
    );
  }
  const hours = parseChain(hourText, HOUR);
  if (hours.kind === "fault") return hours;
  const minutes = parseChain(minuteText, MINUTE);
  if (minutes.kind === "fault") return minutes;
  const seconds = parseChain(secondText, SECOND);
  if (seconds.kind === "fault") return seconds;
  return value({
    hours: hours.value ?? [{ start: 0, stop: 23, repeat: 1 }],
    minutes: minutes.value ?? [{ start: 0, stop: 59, repeat: 1 }],
    seconds: seconds.value ?? [{ start: 0, stop: null, repeat: FRACTION }],
  });
}
