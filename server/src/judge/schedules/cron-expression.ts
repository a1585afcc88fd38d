import { FIELD_KINDS, type NumberField, parseItem, parseNumbers } from "./cron-field.ts";
import { ascending, type Fault, fault, type Parsed, quote, value } from "./parsed.ts";

/** The days of the month that a line names. */
export interface MonthDays extends NumberField {
  /** `L`: the last day of the month. */
  readonly last: boolean;
  /** `LW`: the last day of the month that is no Saturday or Sunday. */
  readonly lastWorkday: boolean;
  /** `15W`: the day nearest to the 15th that is no Saturday or Sunday. */
  readonly nearest: readonly number[];
}

/** The days of the week that a line names, Sunday being 0. */
export interface WeekDays extends NumberField {
  /** `5#2`: the second Friday of the month; `5L`, with `n` "last": its last Friday. */
  readonly nth: readonly { readonly weekday: number; readonly n: number | "last" }[];
}

/** A crontab line, read. */
export interface CronExpression {
  readonly minute: NumberField;
  readonly hour: NumberField;
  readonly day: MonthDays;
  readonly month: NumberField;
  readonly weekday: WeekDays;
  /** True: a day must fit both day fields; false: one of them is enough. */
  readonly bothDays: boolean;
}

const NICKNAMES: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

/** Reads a crontab line's time: five fields, or a nickname such as `@daily`. */
export function parseCron(text: string): Parsed<CronExpression> {
  const trimmed = text.trim();
  const foreign = foreignSyntax(trimmed);
  if (foreign !== null) return foreign;
  const fields = (NICKNAMES.get(trimmed.toLowerCase()) ?? trimmed).split(/\s+/);
  const [minuteText, hourText, dayText, monthText, weekdayText] = fields;
  if (
    minuteText === undefined ||
    hourText === undefined ||
    dayText === undefined ||
    monthText === undefined ||
    weekdayText === undefined ||
    fields.length > 5
  ) {
    return wrongCount(fields);
  }
  const minute = parseNumbers(minuteText, FIELD_KINDS.minute);
  if (minute.kind === "fault") return minute;
  const hour = parseNumbers(hourText, FIELD_KINDS.hour);
  if (hour.kind === "fault") return hour;
  const day = parseMonthDays(dayText === "?" ? "*" : dayText);
  if (day.kind === "fault") return day;
  const month = parseNumbers(monthText, FIELD_KINDS.month);
  if (month.kind === "fault") return month;
  const plus = weekdayText.startsWith("+");
  const weekday = parseWeekDays(weekdayText === "?" ? "*" : weekdayText.slice(plus ? 1 : 0));
  if (weekday.kind === "fault") return weekday;
  return value({
    minute: minute.value,
    hour: hour.value,
    day: day.value,
    month: month.value,
    weekday: weekday.value,
    bothDays: plus || day.value.star || weekday.value.star,
  });
}

function foreignSyntax(text: string): Fault | null {
  if (text === "") return fault("The expression is empty. Write five fields, such as 30 2 * * *, or @daily.");
  if (text.length > 500) return fault("The expression is longer than 500 characters. Write it with ranges and steps.");
  if (/^(CRON_)?TZ\s*=/i.test(text)) {
    return fault(
      'The expression begins with a zone. Write the zone into "timezone" and only the five fields here, such as 30 2 * * *.',
    );
  }
  if (/^@reboot\b/i.test(text)) {
    return fault(
      "@reboot names no time: nobody can tell when the machine starts next, so nothing could be overdue. Use a period instead.",
    );
  }
  if (text.startsWith("@") && !NICKNAMES.has(text.toLowerCase())) {
    return fault(`${quote(text)} is no nickname. There are ${[...NICKNAMES.keys()].join(", ")}.`);
  }
  return null;
}

function wrongCount(fields: readonly string[]): Fault {
  const counted = `The expression has ${fields.length} ${fields.length === 1 ? "field" : "fields"}, a crontab line has five: minute, hour, day of month, month, day of week.`;
  if (fields.length < 5) return fault(`${counted} Write for example 30 2 * * *.`);
  const isTime = fields.every((field) => /^([\d*?,\-/#+LW]+|[a-z]{3}([,\-#/L][a-z\d]+)*)$/i.test(field));
  if (isTime && fields.length === 6) {
    return fault(
      `${counted} With seconds in front, leave them out, or use the type oncalendar, which knows seconds, such as *:*:0/10.`,
    );
  }
  return fault(`${counted} Leave out the command and the user, and write only the time, such as 30 2 * * *.`);
}

function parseMonthDays(text: string): Parsed<MonthDays> {
  const nearest: number[] = [];
  const plain: string[] = [];
  let last = false;
  const items = text.split(",");
  if (/^LW$/i.test(text)) return value({ star: false, numbers: [], last: false, lastWorkday: true, nearest: [] });
  for (const item of items) {
    const near = /^(\d+)W$/i.exec(item);
    if (/^L$/i.test(item)) {
      last = true;
    } else if (near !== null) {
      const day = parseItem(near[1] ?? "", FIELD_KINDS.day);
      if (day.kind === "fault") return day;
      nearest.push(...day.value);
    } else if (/[LW]/i.test(item)) {
      const known =
        "L (last day), LW (last day from Monday to Friday, on its own) and 15W (nearest such day) are known";
      return fault(`In the day-of-month field ${quote(item)} cannot be read: ${known}.`);
    } else {
      plain.push(item);
    }
  }
  const numbers =
    plain.length === 0 ? value({ star: false, numbers: [] }) : parseNumbers(plain.join(","), FIELD_KINDS.day);
  if (numbers.kind === "fault") return numbers;
  return value({
    star: text.startsWith("*"),
    numbers: numbers.value.numbers,
    last,
    lastWorkday: false,
    nearest: ascending(nearest),
  });
}

function parseWeekDays(text: string): Parsed<WeekDays> {
  const nth: { weekday: number; n: number | "last" }[] = [];
  const numbers: number[] = [];
  for (const item of text.split(",")) {
    const special = /^(.+?)(?:#(.*)|(L))$/i.exec(item);
    const days = parseItem(special?.[1] ?? item, FIELD_KINDS.weekday);
    if (days.kind === "fault") return days;
    const weekdays = days.value.map((day) => day % 7);
    if (special === null) {
      numbers.push(...weekdays);
      continue;
    }
    const n = special[3] === undefined ? Number(special[2]) : ("last" as const);
    if (n !== "last" && ![1, 2, 3, 4, 5].includes(n)) {
      return fault(
        `In the day-of-week field ${quote(item)} asks for a week that no month has. Write 5#1 to 5#5, or 5L for the last.`,
      );
    }
    nth.push(...weekdays.map((weekday) => ({ weekday, n })));
  }
  return value({ star: text.startsWith("*"), numbers: ascending(numbers), nth });
}
