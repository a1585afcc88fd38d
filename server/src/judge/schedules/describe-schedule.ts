import { countInWords } from "../../lib/words.ts";
import { type Schedule, WEEKDAYS, type WorkingCalendar } from "../../model/index.ts";
import { expand } from "./calendar-chain.ts";
import { parseCalendarEvent } from "./calendar-event.ts";
import { parseCron } from "./cron-expression.ts";
import { describeCronDays, describeEventDays } from "./describe-days.ts";
import { describeTimes, type TimesInWords, withSeconds } from "./describe-times.ts";
import { exactDuration, weekdaysInWords } from "./number-words.ts";

/** A schedule in plain English, such as `at 02:30 every day, Europe/Berlin, grace 1 hour, 2 misses allowed`. */
export function describeSchedule(schedule: Schedule): string {
  const { calendar, graceMs, allowedMisses } = schedule;
  const parts = [dueInWords(schedule)];
  if (calendar !== undefined) parts.push(calendarInWords(calendar));
  parts.push(graceMs === 0 ? "no grace" : `grace ${exactDuration(graceMs)}`);
  if (allowedMisses > 0) parts.push(`${allowedMisses} ${allowedMisses === 1 ? "miss" : "misses"} allowed`);
  return parts.join(", ");
}

function dueInWords(schedule: Schedule): string {
  switch (schedule.type) {
    case "period":
      return periodInWords(schedule.periodMs, schedule.calendar !== undefined);
    case "cron":
      return cronInWords(schedule.expression, schedule.timezone);
    case "oncalendar":
      return eventInWords(schedule.expression, schedule.timezone);
  }
}

/** In working time a day is no unit: two days of eight hours make sixteen hours. */
function periodInWords(periodMs: number, inWorkingTime: boolean): string {
  return `every ${exactDuration(periodMs, inWorkingTime ? "hour" : "day").replace(/^1 ([a-z]+)$/, "$1")}`;
}

function cronInWords(expression: string, timezone: string): string {
  const cron = parseCron(expression);
  if (cron.kind === "fault") return `by the crontab line ${expression}, ${timezone}`;
  const times = describeTimes(cron.value.minute.numbers, cron.value.hour.numbers);
  return `${timesAndDays(times, describeCronDays(cron.value))}, ${timezone}`;
}

function eventInWords(expression: string, timezone: string): string {
  const event = parseCalendarEvent(expression);
  if (event.kind === "fault") return `by the calendar event ${expression}, ${timezone}`;
  const { minutes, hours, seconds } = event.value;
  const times = withSeconds(describeTimes(expand(minutes, { max: 59 }), expand(hours, { max: 23 })), seconds);
  return `${timesAndDays(times, describeEventDays(event.value))}, ${event.value.timezone ?? timezone}`;
}

function timesAndDays({ text, daily, seconds }: TimesInWords, days: string): string {
  const onlyMonths = days === "" || days.startsWith("in ");
  const everyDay = daily && onlyMonths ? " every day" : "";
  return `${text}${everyDay}${days === "" ? "" : ` ${days}`}${seconds}`;
}

function calendarInWords({ weekdays, hours, holidays = [], timezone }: WorkingCalendar): string {
  const days = WEEKDAYS.flatMap((name, index) => (weekdays.includes(name) ? [index] : []));
  const stretches = (hours ?? []).map(({ from, to }) => `${from}–${to}`).join(" and ");
  const counted = days.length === 7 ? "every day" : weekdaysInWords(days);
  const open = `counting only ${counted}${stretches === "" ? "" : ` ${stretches}`}, ${timezone}`;
  return holidays.length === 0 ? open : `${open}, without ${countInWords(holidays.length, "holiday")}`;
}
