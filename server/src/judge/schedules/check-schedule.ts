import { MAX_PERIOD_MS, MIN_PERIOD_MS, type Schedule } from "../../model/index.ts";
import { parseCalendarEvent } from "./calendar-event.ts";
import { calendarEventTimes } from "./calendar-event-times.ts";
import { checkCalendar, openMsPerWeek } from "./check-calendar.ts";
import { parseCron } from "./cron-expression.ts";
import { cronTimes } from "./cron-times.ts";
import { type DueTimes, dueInWorkingTime } from "./due-times.ts";
import type { Parsed } from "./parsed.ts";
import type { ScheduleFault } from "./schedule-fault.ts";
import { timezoneFault } from "./timezone-name.ts";
import { workingTime } from "./working-time.ts";
import { zoneOf } from "./zone.ts";

/** The most due times in a row that may be missed without an outage. */
const MAX_ALLOWED_MISSES = 1_000;

const WEEK_MS = 7 * 86_400_000;

/** A deadline further away than this in working time is a mistake, and would make the table of working time large. */
const MAX_WORKING_SPAN_MS = 20 * MAX_PERIOD_MS;

/** An expression that repeats fires after this instant too, whichever it is; 1970 also serves those with years. */
const REFERENCE_AT = 0;

/** Tells what is wrong with a schedule; null when nothing is. */
export function checkSchedule(schedule: Schedule): ScheduleFault | null {
  const tolerance = checkTolerance(schedule);
  if (tolerance !== null) return tolerance;
  const calendar = schedule.calendar === undefined ? null : checkCalendar(schedule.calendar);
  if (calendar !== null) return calendar;
  return schedule.type === "period" ? checkPeriod(schedule) : checkExpression(schedule);
}

function checkTolerance({ graceMs, allowedMisses }: Schedule): ScheduleFault | null {
  if (!isWholeNumber(graceMs, 0, MAX_PERIOD_MS)) {
    return {
      field: "graceMs",
      message: "The grace must be from 0 to one year, in whole milliseconds. One hour is usual.",
    };
  }
  if (!isWholeNumber(allowedMisses, 0, MAX_ALLOWED_MISSES)) {
    const message = `The allowed misses must be a whole number from 0 to ${MAX_ALLOWED_MISSES}. With 0 the first miss counts.`;
    return { field: "allowedMisses", message };
  }
  return null;
}

function isWholeNumber(number: number, min: number, max: number): boolean {
  return Number.isInteger(number) && number >= min && number <= max;
}

function checkPeriod(schedule: Extract<Schedule, { readonly type: "period" }>): ScheduleFault | null {
  const { periodMs, allowedMisses, calendar } = schedule;
  if (!isWholeNumber(periodMs, MIN_PERIOD_MS, MAX_PERIOD_MS)) {
    const message = "The period must be from 1 second to one year (366 days), in whole milliseconds.";
    return { field: "periodMs", message };
  }
  if (calendar === undefined) return null;
  const spanMs = ((allowedMisses + 1) * periodMs * WEEK_MS) / openMsPerWeek(calendar);
  if (spanMs <= MAX_WORKING_SPAN_MS) return null;
  const years = Math.round(spanMs / MAX_PERIOD_MS);
  const message = `With this calendar the deadline would be ${years} years after a signal; 20 are possible. Choose a shorter period, fewer misses or more working hours.`;
  return { field: "periodMs", message };
}

function checkExpression(schedule: Exclude<Schedule, { readonly type: "period" }>): ScheduleFault | null {
  const { expression, timezone, calendar } = schedule;
  const zoneFault = timezoneFault(timezone);
  if (zoneFault !== null) return { field: "timezone", message: zoneFault };
  const series = readSeries(schedule);
  if (series.kind === "fault") return { field: "expression", message: series.message };
  const first = series.value.next(REFERENCE_AT);
  if (first === null) {
    const message = `"${expression.trim()}" never fires: no date fits all of it, as with 30 February. Change the day, the month or the weekday.`;
    return { field: "expression", message };
  }
  if (calendar === undefined || dueInWorkingTime(series.value, workingTime(calendar)).next(first - 1) !== null)
    return null;
  const message = `No time of "${expression.trim()}" falls in the calendar's working time, so it never fires. Change its hours or days, or those of the calendar.`;
  return { field: "expression", message };
}

function readSeries(schedule: Exclude<Schedule, { readonly type: "period" }>): Parsed<DueTimes> {
  const { expression, timezone } = schedule;
  if (schedule.type === "cron") {
    const cron = parseCron(expression);
    return cron.kind === "fault" ? cron : { kind: "value", value: cronTimes(cron.value, zoneOf(timezone)) };
  }
  const event = parseCalendarEvent(expression);
  if (event.kind === "fault") return event;
  return { kind: "value", value: calendarEventTimes(event.value, zoneOf(event.value.timezone ?? timezone)) };
}
