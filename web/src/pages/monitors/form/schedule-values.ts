import type { Schedule } from "../../../api/schedules.ts";
import { type DurationValue, durationValue, numberOf, secondsOf } from "./duration-value.ts";

type Calendar = NonNullable<Schedule["calendar"]>;
type Weekday = Calendar["weekdays"][number];

/** The days of a week, as the API writes them. */
export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** A schedule as it is typed: what another type needs stays when the type is changed. */
export interface ScheduleValues {
  readonly type: Schedule["type"];
  readonly period: DurationValue;
  readonly cron: string;
  readonly oncalendar: string;
  readonly timezone: string;
  readonly grace: DurationValue;
  readonly allowedMisses: string;
  readonly calendar: CalendarValues;
}

/** A working-time calendar as it is typed. */
export interface CalendarValues {
  readonly isOn: boolean;
  readonly weekdays: readonly Weekday[];
  /** Such as `08:00-12:00, 13:00-17:00`; empty: the whole day. */
  readonly hours: string;
  /** Such as `2026-12-25 2026-12-26`. */
  readonly holidays: string;
  readonly timezone: string;
}

const HOUR_S = 3_600;

/** The schedule that a new monitor begins with. */
export function newSchedule(timezone: string, periodSeconds: number, graceSeconds: number): ScheduleValues {
  return {
    type: "period",
    period: durationValue(periodSeconds),
    cron: "0 3 * * *",
    oncalendar: "Mon..Fri 06:00",
    timezone,
    grace: durationValue(graceSeconds),
    allowedMisses: "0",
    calendar: { isOn: false, weekdays: WEEKDAYS.slice(0, 5), hours: "08:00-18:00", holidays: "", timezone },
  };
}

/** A schedule of the API as it is typed. */
export function scheduleValues(schedule: Schedule, projectZone: string): ScheduleValues {
  const { graceSeconds, allowedMisses, calendar } = schedule;
  const fresh = newSchedule(projectZone, 24 * HOUR_S, graceSeconds);
  return {
    ...fresh,
    type: schedule.type,
    ...(schedule.type === "period"
      ? { period: durationValue(schedule.periodSeconds) }
      : { [schedule.type]: schedule.expression, timezone: schedule.timezone }),
    allowedMisses: String(allowedMisses),
    calendar: calendar ? calendarValues(calendar) : fresh.calendar,
  };
}

function calendarValues({ weekdays, hours, holidays, timezone }: Calendar): CalendarValues {
  return {
    isOn: true,
    weekdays,
    hours: hours?.map(({ from, to }) => `${from}-${to}`).join(", ") ?? "",
    holidays: holidays?.join(" ") ?? "",
    timezone,
  };
}

/** What was typed, as the API takes it. What is wrong with it the API says best, so it goes there as it is. */
export function scheduleBody(values: ScheduleValues): Schedule {
  const common = {
    graceSeconds: secondsOf(values.grace),
    allowedMisses: numberOf(values.allowedMisses),
    calendar: values.calendar.isOn ? calendarBody(values.calendar) : null,
  };
  if (values.type === "period") return { type: "period", periodSeconds: secondsOf(values.period), ...common };
  return { type: values.type, expression: values[values.type].trim(), timezone: values.timezone, ...common };
}

function calendarBody({ weekdays, hours, holidays, timezone }: CalendarValues): Calendar {
  const ranges = wordsOf(hours.replaceAll(/\s*[-–]\s*/g, "-"));
  const days = wordsOf(holidays);
  return {
    timezone,
    weekdays: WEEKDAYS.filter((day) => weekdays.includes(day)),
    ...(ranges.length > 0 && {
      hours: ranges.map((range) => {
        const [from = "", to = ""] = range.split("-");
        return { from, to };
      }),
    }),
    ...(days.length > 0 && { holidays: days }),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** What can be told to be wrong before the API is asked, by the name of the field. */
export function checkSchedule(values: ScheduleValues): Record<string, string> {
  const { type, period, grace, allowedMisses, calendar } = values;
  return {
    ...(type === "period" && !(secondsOf(period) >= 1) && { "schedule.periodSeconds": "Give a number, such as 5." }),
    ...(type !== "period" && values[type].trim() === "" && { "schedule.expression": "Say when it is due." }),
    ...(!(secondsOf(grace) >= 0) && { "schedule.graceSeconds": "Give a number; 0 is no grace." }),
    ...(!(numberOf(allowedMisses) >= 0) && { "schedule.allowedMisses": "Give a number; 0 allows none." }),
    ...(calendar.isOn && calendar.weekdays.length === 0 && { "schedule.calendar.weekdays": "Choose at least a day." }),
  };
}
