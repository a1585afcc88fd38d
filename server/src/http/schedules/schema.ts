import { z } from "zod";
import { MAX_PERIOD_MS, MIN_PERIOD_MS, type Schedule, WEEKDAYS, type WorkingCalendar } from "../../model/index.ts";
import { Instant, InstantInput, lines, oneLine } from "../shared-schemas.ts";

const MAX_GRACE_SECONDS = 365 * 86_400;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

const TimeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: "must be a time of day such as 08:30, or 24:00" });
const Timezone = oneLine(100).describe("IANA zone, such as `Europe/Berlin`.");
const Expression = lines(500).min(1);
const Grace = z.int().min(0).max(MAX_GRACE_SECONDS).describe("Elapsed seconds after the last allowed due time.");
const Misses = z.int().min(0).max(1000).describe("Due times in a row that may pass without a signal.");

/** The working-time calendar as the API speaks of it. */
const Calendar = z
  .strictObject({
    timezone: Timezone,
    weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7),
    hours: z
      .array(z.strictObject({ from: TimeOfDay, to: TimeOfDay }))
      .min(1)
      .max(24)
      .optional()
      .describe("Hours of those days that count; absent: all."),
    holidays: z.array(z.iso.date()).max(1000).optional().describe("Local dates that never count."),
  })
  .meta({ id: "Calendar", description: "The minutes of the week that count." });

const tolerance = {
  graceSeconds: Grace.default(HOUR_SECONDS),
  allowedMisses: Misses.default(0),
  calendar: Calendar.nullish(),
};

/** A schedule as it comes in and goes out: in seconds. */
export const ScheduleBody = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("period"),
      periodSeconds: z
        .int()
        .min(MIN_PERIOD_MS / 1000)
        .max(MAX_PERIOD_MS / 1000)
        .default(DAY_SECONDS),
      ...tolerance,
    }),
    z.strictObject({
      type: z.literal("cron"),
      expression: Expression,
      timezone: Timezone.default("UTC"),
      ...tolerance,
    }),
    z.strictObject({
      type: z.literal("oncalendar"),
      expression: Expression,
      timezone: Timezone.default("UTC"),
      ...tolerance,
    }),
  ])
  .meta({
    id: "Schedule",
    description:
      "When a signal is due: after a period, at the times of a crontab line, or of a systemd calendar expression.",
  });

/** The schedule of the model, in milliseconds. */
export function toSchedule(body: z.output<typeof ScheduleBody>): Schedule {
  const common = {
    graceMs: body.graceSeconds * 1000,
    allowedMisses: body.allowedMisses,
    ...(body.calendar && { calendar: body.calendar }),
  };
  if (body.type === "period") return { type: "period", periodMs: body.periodSeconds * 1000, ...common };
  return { type: body.type, expression: body.expression, timezone: body.timezone, ...common };
}

/** The schedule as the API shows it. */
export function presentSchedule(schedule: Schedule): z.output<typeof ScheduleBody> {
  const common = {
    graceSeconds: schedule.graceMs / 1000,
    allowedMisses: schedule.allowedMisses,
    calendar: schedule.calendar === undefined ? null : presentCalendar(schedule.calendar),
  };
  if (schedule.type === "period") return { type: "period", periodSeconds: schedule.periodMs / 1000, ...common };
  return { type: schedule.type, expression: schedule.expression, timezone: schedule.timezone, ...common };
}

function presentCalendar(calendar: WorkingCalendar): z.output<typeof Calendar> {
  return {
    timezone: calendar.timezone,
    weekdays: [...calendar.weekdays],
    ...(calendar.hours && { hours: calendar.hours.map(({ from, to }) => ({ from, to })) }),
    ...(calendar.holidays && { holidays: [...calendar.holidays] }),
  };
}

/** A comma-separated list in a query. */
const Words = z.string().max(20_000).optional();

/** A schedule as a query, flat, so that it can be typed into an address. */
export const PreviewQuery = z.strictObject({
  type: z.enum(["period", "cron", "oncalendar"]),
  periodSeconds: z.coerce.number().optional(),
  expression: z.string().optional(),
  timezone: z.string().optional(),
  graceSeconds: z.coerce.number().optional(),
  allowedMisses: z.coerce.number().optional(),
  calendarTimezone: z.string().optional().describe("Zone of the working-time calendar; with it, `weekdays` too."),
  weekdays: Words.describe("Such as `mon,tue,wed`."),
  hours: Words.describe("Such as `08:00-12:00,13:00-17:00`."),
  holidays: Words.describe("Such as `2026-12-25,2026-12-26`."),
  from: InstantInput.optional().describe("Where to begin; absent: now."),
  count: z.coerce.number().int().min(1).max(100).default(10),
});

/** What a preview answers. */
export const PreviewAnswer = z
  .strictObject({
    description: z.string().describe("The schedule in plain English."),
    from: Instant,
    next: z.array(Instant).describe("The next due times; fewer than asked for when the schedule ends."),
  })
  .meta({ id: "SchedulePreview" });

/** Gathers the flat query into the body that a schedule has elsewhere; what is not given is left to its defaults. */
export function toScheduleBody(query: z.output<typeof PreviewQuery>): unknown {
  const { type, periodSeconds, expression, timezone, graceSeconds, allowedMisses } = query;
  const calendar = toCalendarBody(query);
  return withoutUndefined({ type, periodSeconds, expression, timezone, graceSeconds, allowedMisses, calendar });
}

function toCalendarBody(query: z.output<typeof PreviewQuery>): unknown {
  const { calendarTimezone, weekdays, hours, holidays } = query;
  if ([calendarTimezone, weekdays, hours, holidays].every((value) => value === undefined)) return undefined;
  return withoutUndefined({
    timezone: calendarTimezone ?? query.timezone,
    weekdays: split(weekdays),
    hours: split(hours)?.map((range) => {
      const [from, to] = range.split("-");
      return { from, to };
    }),
    holidays: split(holidays),
  });
}

function split(words: string | undefined): string[] | undefined {
  return words?.split(",").map((word) => word.trim());
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
