import type { Schedule, WorkingCalendar } from "../../model/index.ts";
import { parseCalendarEvent } from "./calendar-event.ts";
import { calendarEventTimes } from "./calendar-event-times.ts";
import { parseCron } from "./cron-expression.ts";
import { cronTimes } from "./cron-times.ts";
import { type CountedDueTimes, countDueTimes, type DueTimes, dueInWorkingTime } from "./due-times.ts";
import type { Parsed } from "./parsed.ts";
import { periodInWorkingTime, type WorkingTime, workingTime } from "./working-time.ts";
import { zoneOf } from "./zone.ts";

const MAX_COMPILED = 2_000;
const MAX_CALENDARS = 200;

/**
 * Schedules that were compiled, by what they say. A cache in a pure room does no harm here: what is kept depends on
 * nothing but the key, so an answer is the same with it and without it; it only spares reading the same expression and
 * computing the same due times for each of thousands of pings a second. Bounded, the oldest goes first.
 */
const compiledSchedules = new Map<string, CountedDueTimes>();

/** The due times of a schedule that `checkSchedule` has accepted. */
export function dueTimesOf(schedule: Schedule): CountedDueTimes {
  const key = keyOf(schedule);
  const known = compiledSchedules.get(key);
  if (known !== undefined) return known;
  const compiled = compile(schedule);
  if (compiledSchedules.size >= MAX_COMPILED) {
    const [oldest] = compiledSchedules.keys();
    if (oldest !== undefined) compiledSchedules.delete(oldest);
  }
  compiledSchedules.set(key, compiled);
  return compiled;
}

/** Working-time calendars by what they say, kept for the same reason and bounded in the same way. */
const workingTimes = new Map<string, WorkingTime>();

/** The working time of a calendar that `checkSchedule` has accepted. */
export function workingTimeOf(calendar: WorkingCalendar): WorkingTime {
  const key = JSON.stringify(calendar);
  const known = workingTimes.get(key);
  if (known !== undefined) return known;
  const made = workingTime(calendar);
  if (workingTimes.size >= MAX_CALENDARS) workingTimes.clear();
  workingTimes.set(key, made);
  return made;
}

function keyOf(schedule: Schedule): string {
  const { calendar } = schedule;
  const when = schedule.type === "period" ? String(schedule.periodMs) : `${schedule.timezone}\n${schedule.expression}`;
  return `${schedule.type}\n${when}\n${calendar === undefined ? "" : JSON.stringify(calendar)}`;
}

function compile(schedule: Schedule): CountedDueTimes {
  const { calendar } = schedule;
  switch (schedule.type) {
    case "period":
      return calendar === undefined
        ? { nth: (after, n) => after + n * schedule.periodMs }
        : periodInWorkingTime(workingTime(calendar), schedule.periodMs);
    case "cron":
    case "oncalendar": {
      const times = seriesOf(schedule);
      return countDueTimes(calendar === undefined ? times : dueInWorkingTime(times, workingTime(calendar)));
    }
  }
}

function seriesOf(schedule: Exclude<Schedule, { readonly type: "period" }>): DueTimes {
  if (schedule.type === "cron") return cronTimes(read(parseCron(schedule.expression)), zoneOf(schedule.timezone));
  const event = read(parseCalendarEvent(schedule.expression));
  return calendarEventTimes(event, zoneOf(event.timezone ?? schedule.timezone));
}

function read<T>(parsed: Parsed<T>): T {
  if (parsed.kind === "value") return parsed.value;
  throw new Error(`A stored schedule cannot be read: ${parsed.message}`);
}
