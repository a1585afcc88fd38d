import { MAX_PERIOD_MS, type PeriodSchedule, type Schedule, type WorkingCalendar } from "../model/index.ts";

const HOUR_MS = 3_600_000;

/** The threshold of a pulse that asks for none. */
export const DEFAULT_THRESHOLD_MS = 24 * HOUR_MS;

/** What people decide about when a pulse is overdue. */
export interface PulseSettings {
  readonly thresholdMs: number;
  /** Whether Saturday counts; Sunday never does. */
  readonly saturday: boolean;
}

/** The threshold counts working days only, in a zone, and bears no delay beyond it. */
export function pulseSchedule({ thresholdMs, saturday }: PulseSettings, timezone: string): PeriodSchedule {
  const calendar: WorkingCalendar = { timezone, weekdays: weekdays(saturday) };
  return { type: "period", periodMs: Math.min(thresholdMs, MAX_PERIOD_MS), graceMs: 0, allowedMisses: 0, calendar };
}

/** What a schedule says in the words of a pulse; the threshold is null when the schedule is no period. */
export function settingsOfSchedule(schedule: Schedule): {
  readonly thresholdMs: number | null;
  readonly saturday: boolean;
} {
  return {
    thresholdMs: schedule.type === "period" ? schedule.periodMs : null,
    saturday: schedule.calendar === undefined || schedule.calendar.weekdays.includes("sat"),
  };
}

function weekdays(saturday: boolean): WorkingCalendar["weekdays"] {
  return ["mon", "tue", "wed", "thu", "fri", ...(saturday ? (["sat"] as const) : [])];
}
