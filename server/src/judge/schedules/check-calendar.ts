import { WEEKDAYS, type WorkingCalendar, type WorkingHours } from "../../model/index.ts";
import { ascending, quote } from "./parsed.ts";
import type { ScheduleFault } from "./schedule-fault.ts";
import { timezoneFault } from "./timezone-name.ts";
import { dayOfDate, dayStretches, msOfDay } from "./working-time.ts";

const MAX_HOLIDAYS = 1_000;
const MAX_STRETCHES = 48;

/** A calendar must open at least once in so many days. */
const MAX_CLOSED_DAYS = 400;

/** Tells what is wrong with a working-time calendar; null when nothing is. */
export function checkCalendar(calendar: WorkingCalendar): ScheduleFault | null {
  const zoneFault = timezoneFault(calendar.timezone);
  if (zoneFault !== null) return { field: "calendar.timezone", message: zoneFault };
  return checkWeekdays(calendar) ?? checkHours(calendar.hours) ?? checkHolidays(calendar);
}

/** The working time of a week without holidays. */
export function openMsPerWeek(calendar: WorkingCalendar): number {
  const dayMs = dayStretches(calendar).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return new Set(calendar.weekdays).size * dayMs;
}

function checkWeekdays({ weekdays }: WorkingCalendar): ScheduleFault | null {
  if (weekdays.length === 0) {
    return { field: "calendar.weekdays", message: "The calendar has no weekday. Name at least one, such as mon." };
  }
  const unknown = weekdays.findIndex((day) => !(WEEKDAYS as readonly string[]).includes(day));
  if (unknown < 0) return null;
  const message = `${quote(String(weekdays[unknown]))} is no weekday. There are ${WEEKDAYS.join(", ")}.`;
  return { field: `calendar.weekdays.${unknown}`, message };
}

function checkHours(hours: readonly WorkingHours[] | undefined): ScheduleFault | null {
  if (hours === undefined) return null;
  if (hours.length === 0 || hours.length > MAX_STRETCHES) {
    const message = `The calendar must have 1 to ${MAX_STRETCHES} stretches of hours. Leave "hours" out for the whole day.`;
    return { field: "calendar.hours", message };
  }
  for (const [index, { from, to }] of hours.entries()) {
    const field = `calendar.hours.${index}`;
    if (!isTimeOfDay(from)) {
      return {
        field: `${field}.from`,
        message: `${quote(from)} is no time of the day. Write hours and minutes, such as 09:00.`,
      };
    }
    if (!isTimeOfDay(to) && to !== "24:00") {
      return {
        field: `${field}.to`,
        message: `${quote(to)} is no time of the day. Write hours and minutes, such as 17:00, or 24:00.`,
      };
    }
    if (msOfDay(to) <= msOfDay(from)) {
      const message = `${to} is not later than ${from}. For hours over midnight write two stretches, such as 22:00 to 24:00 and 00:00 to 06:00.`;
      return { field: `${field}.to`, message };
    }
    const other = hours.findIndex((earlier, at) => at < index && overlaps(earlier, { from, to }));
    if (other >= 0) {
      const message = `The hours from ${from} to ${to} overlap with stretch ${other + 1}. Write them as one stretch.`;
      return { field: `${field}.from`, message };
    }
  }
  return null;
}

function overlaps(a: WorkingHours, b: WorkingHours): boolean {
  return msOfDay(a.from) < msOfDay(b.to) && msOfDay(b.from) < msOfDay(a.to);
}

function isTimeOfDay(time: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
}

function checkHolidays(calendar: WorkingCalendar): ScheduleFault | null {
  const holidays = calendar.holidays ?? [];
  if (holidays.length > MAX_HOLIDAYS) {
    const message = `The calendar has ${holidays.length} holidays; ${MAX_HOLIDAYS} are possible. Leave out those of the past.`;
    return { field: "calendar.holidays", message };
  }
  const wrong = holidays.findIndex((date) => !isDate(date));
  if (wrong >= 0) {
    const message = `${quote(holidays[wrong] ?? "")} is no date from 1970 to 2199. Write year-month-day, such as 2026-12-25.`;
    return { field: `calendar.holidays.${wrong}`, message };
  }
  if (longestClosedDays(calendar, ascending(holidays.map(dayOfDate))) <= MAX_CLOSED_DAYS) return null;
  const message = `The holidays leave no working time for more than ${MAX_CLOSED_DAYS} days in a row. Leave some out, or pause the monitor for that time.`;
  return { field: "calendar.holidays", message };
}

function isDate(date: string): boolean {
  const match = /^(19[7-9]\d|2[01]\d\d)-\d\d-\d\d$/.test(date);
  return match && Number.isInteger(dayOfDate(date)) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** How many days in a row are closed at the most, as far as holidays make them so. */
function longestClosedDays({ weekdays }: WorkingCalendar, holidays: readonly number[]): number {
  const open = new Set(weekdays.map((name) => WEEKDAYS.indexOf(name)));
  const closed = new Set(holidays);
  let longest = 0;
  let run = 0;
  const last = holidays.at(-1) ?? 0;
  for (let day = (holidays[0] ?? 0) - 7; day <= last + 7; day += 1) {
    run = open.has((day + 3) % 7) && !closed.has(day) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
