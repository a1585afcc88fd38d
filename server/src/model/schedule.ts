export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A part of the local day that counts; `to` is exclusive and may be `24:00`. */
export interface WorkingHours {
  /** Local time `HH:MM`. */
  readonly from: string;
  /** Local time `HH:MM`, later than `from`. */
  readonly to: string;
}

/** The working-time calendar: which minutes of the week count, in a zone. */
export interface WorkingCalendar {
  /** IANA zone name, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** The weekdays that count. */
  readonly weekdays: readonly Weekday[];
  /** The hours of those days that count; absent: the whole day. */
  readonly hours?: readonly WorkingHours[] | undefined;
  /** Local dates that never count, `YYYY-MM-DD`. */
  readonly holidays?: readonly string[] | undefined;
}

interface Tolerance {
  /** Elapsed time after the last allowed due time before the monitor is down. */
  readonly graceMs: number;
  /** How many due times in a row may pass without a signal. */
  readonly allowedMisses: number;
  readonly calendar?: WorkingCalendar | undefined;
}

/** Due one period after the last signal; with a calendar the clock stops outside working time. */
export interface PeriodSchedule extends Tolerance {
  readonly type: "period";
  readonly periodMs: number;
}

/** Due at the times of a crontab line, by the rules of Debian's cron; a calendar removes due times. */
export interface CronSchedule extends Tolerance {
  readonly type: "cron";
  readonly expression: string;
  readonly timezone: string;
}

/** Due at the times of a systemd calendar expression; a calendar removes due times. */
export interface OnCalendarSchedule extends Tolerance {
  readonly type: "oncalendar";
  readonly expression: string;
  readonly timezone: string;
}

export type Schedule = PeriodSchedule | CronSchedule | OnCalendarSchedule;

/** Shortest and longest period that a schedule may have. */
export const MIN_PERIOD_MS = 1_000;
export const MAX_PERIOD_MS = 366 * 24 * 3_600_000;
