import { listInWords } from "../../lib/words.ts";
import { expand } from "./calendar-chain.ts";
import type { CalendarEvent } from "./calendar-event.ts";
import type { CronExpression, MonthDays, WeekDays } from "./cron-expression.ts";
import { evenStep, monthsInWords, ordinal, rangesInWords, weekdaysInWords } from "./number-words.ts";

/** The days of a crontab line in words; empty when it is due on all days. */
export function describeCronDays({ day, month, weekday, bothDays }: CronExpression): string {
  const days = monthDaysInWords(day);
  const weekdays = cronWeekdaysInWords(weekday);
  return join(days, weekdays, bothDays ? "only when it is" : "and also", monthsPart(month.numbers));
}

/** The days of a calendar event in words; empty when it is due on all days. */
export function describeEventDays(event: CalendarEvent): string {
  const weekdays = event.weekdays === null ? "" : weekdaysInWords(event.weekdays);
  const years = event.years === null ? "" : ` in ${rangesInWords(event.years)}`;
  return `${join(eventDaysInWords(event), weekdays, "only when it is", monthsPart(event.months ?? []))}${years}`.trim();
}

function join(days: string, weekdays: string, connection: string, months: string): string {
  if (days === "") return `${weekdays === "" ? "" : `on ${weekdays}`}${months}`.trim();
  const also = connection === "and also" ? `${connection} on` : connection;
  return weekdays === ""
    ? `on ${days}${months}`
    : `on ${days}, ${also} ${weekdays}${months === "" ? "" : `,${months}`}`;
}

function monthsPart(months: readonly number[]): string {
  return months.length === 0 || months.length === 12 ? "" : ` in ${monthsInWords(months)}`;
}

function monthDaysInWords(day: MonthDays): string {
  if (day.star && day.numbers.length === 31) return "";
  const parts: string[] = [];
  if (day.numbers.length > 0) parts.push(dayNumbersInWords(day.numbers));
  for (const near of day.nearest) parts.push(`the day from Monday to Friday nearest to day ${near} of the month`);
  if (day.last) parts.push("the last day of the month");
  if (day.lastWorkday) parts.push("the last day from Monday to Friday of the month");
  return listInWords(parts);
}

function dayNumbersInWords(numbers: readonly number[]): string {
  if (numbers.length === 31) return "every day of the month";
  const step = evenStep(numbers, 4);
  if (step !== null && step > 1) {
    return `every ${ordinal(step)} day of the month from day ${numbers[0]} to day ${numbers.at(-1)}`;
  }
  return `${numbers.length === 1 ? "day" : "days"} ${rangesInWords(numbers)} of the month`;
}

function cronWeekdaysInWords({ star, numbers, nth }: WeekDays): string {
  if (star && numbers.length === 7) return "";
  const fromMonday = numbers.map((day) => (day + 6) % 7).sort((a, b) => a - b);
  const special = nth.map(({ weekday, n }) => {
    const name = weekdaysInWords([(weekday + 6) % 7]);
    return `the ${n === "last" ? "last" : ordinal(n)} ${name} of the month`;
  });
  return listInWords([...(fromMonday.length > 0 ? [weekdaysInWords(fromMonday)] : []), ...special]);
}

function eventDaysInWords({ days, fromMonthEnd }: CalendarEvent): string {
  if (days === null) return "";
  if (!fromMonthEnd) return dayNumbersInWords(expand(days, { max: 31 }));
  const backwards = days.flatMap(({ start, stop, repeat }) => {
    if (repeat === 0) return [start];
    const count = Math.floor(((stop ?? 1) - start) / (stop === null ? -repeat : repeat)) + 1;
    return Array.from({ length: count }, (_, index) => start + index * (stop === null ? -repeat : repeat));
  });
  const numbers = [...new Set(backwards)].sort((a, b) => a - b);
  if (numbers.length === 1 && numbers[0] === 1) return "the last day of the month";
  if (numbers.every((number, index) => number === index + 1)) return `the last ${numbers.length} days of the month`;
  const day = numbers.length === 1 ? "day" : "days";
  return `${day} ${rangesInWords(numbers)} of the month counted from its end (1 is the last)`;
}
