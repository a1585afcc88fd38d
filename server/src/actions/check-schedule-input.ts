import { canonicalTimezone, checkSchedule } from "../judge/schedules/schedule.ts";
import { timezoneFault } from "../judge/schedules/timezone-name.ts";
import { AppError, type Schedule, type WorkingCalendar } from "../model/index.ts";

/**
 * Refuses a schedule that cannot be read or never fires, with the exact fault; returns it with the zones under the names
 * they have today. `field` is where the schedule stands in the request; empty: at its top.
 */
export function checkScheduleInput(schedule: Schedule, field: string): Schedule {
  const at = (name: string): string => (field === "" ? name : `${field}.${name}`);
  const calendar = schedule.calendar && canonicalCalendar(schedule.calendar, at("calendar.timezone"));
  const known: Schedule =
    schedule.type === "period"
      ? { ...schedule, calendar }
      : { ...schedule, calendar, timezone: knownTimezone(schedule.timezone, at("timezone")) };
  const fault = checkSchedule(known);
  if (fault === null) return known;
  // The API speaks of seconds where the model counts milliseconds.
  throw new AppError("invalid_schedule", fault.message, at(fault.field.replace(/Ms$/, "Seconds")));
}

/** The name that a zone has today, or a refusal that says which zone was meant. */
export function knownTimezone(name: string, field: string): string {
  const canonical = canonicalTimezone(name);
  if (canonical !== null) return canonical;
  throw new AppError("invalid_input", timezoneFault(name) ?? "There is no such time zone.", field);
}

function canonicalCalendar(calendar: WorkingCalendar, field: string): WorkingCalendar {
  return { ...calendar, timezone: knownTimezone(calendar.timezone, field) };
}
