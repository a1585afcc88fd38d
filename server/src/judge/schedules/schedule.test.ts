import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Schedule, WorkingCalendar } from "../../model/index.ts";
import { checkSchedule, expectedAndDeadline, nextDueTimes } from "./schedule.ts";
import { workingTime } from "./working-time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const tolerance = { graceMs: HOUR, allowedMisses: 0 };

function at(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`no date: ${text}`);
  return instant;
}

function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString().replace(":00.000Z", "Z");
}

function cron(expression: string, timezone = "UTC"): Schedule {
  return { type: "cron", expression, timezone, ...tolerance };
}

function onCalendar(expression: string, timezone = "UTC"): Schedule {
  return { type: "oncalendar", expression, timezone, ...tolerance };
}

function due(schedule: Schedule, from: string, count: number): readonly (string | null)[] {
  return nextDueTimes(schedule, at(from), count).map(iso);
}

describe("expectedAndDeadline", () => {
  it("expects a daily signal after a day and bears silence for the grace", () => {
    const schedule: Schedule = { type: "period", periodMs: DAY, ...tolerance };
    const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, at("2026-11-20T10:00Z"));
    expect([iso(expectedAt), iso(deadlineAt)]).toEqual(["2026-11-21T10:00Z", "2026-11-21T11:00Z"]);
  });

  it("expects midnight again when the signal came at midnight", () => {
    for (const schedule of [cron("0 0 * * *"), onCalendar("00:00")]) {
      const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, at("2026-11-20T00:00Z"));
      expect([iso(expectedAt), iso(deadlineAt)]).toEqual(["2026-11-21T00:00Z", "2026-11-21T01:00Z"]);
    }
  });

  it("counts in the zone of the schedule: ten o'clock in Brisbane is midnight UTC", () => {
    const { expectedAt, deadlineAt } = expectedAndDeadline(
      cron("0 10 * * *", "Australia/Brisbane"),
      at("2026-11-19T12:00Z"),
    );
    expect([iso(expectedAt), iso(deadlineAt)]).toEqual(["2026-11-20T00:00Z", "2026-11-20T01:00Z"]);
  });

  it("bears as many missed due times as are allowed, then the grace", () => {
    const schedule: Schedule = { ...cron("0 6 * * 1-5"), allowedMisses: 2 };
    const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, at("2026-11-19T06:00Z"));
    expect([iso(expectedAt), iso(deadlineAt)]).toEqual(["2026-11-20T06:00Z", "2026-11-24T07:00Z"]);
  });

  it("knows no deadline once the schedule has ended", () => {
    expect(expectedAndDeadline(onCalendar("2020-01-01"), at("2026-11-20T00:00Z"))).toEqual({
      expectedAt: null,
      deadlineAt: null,
    });
  });

  it("still expects the last due time of a schedule that ends within the allowed misses, without a deadline", () => {
    const schedule: Schedule = { ...onCalendar("2026-12-24 18:00"), allowedMisses: 1 };
    const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, at("2026-11-20T00:00Z"));
    expect([iso(expectedAt), deadlineAt]).toEqual(["2026-12-24T18:00Z", null]);
  });
});

describe("nextDueTimes", () => {
  it("counts periods from the instant given", () => {
    const schedule: Schedule = { type: "period", periodMs: 90 * MINUTE, ...tolerance };
    expect(due(schedule, "2026-11-20T10:00Z", 3)).toEqual([
      "2026-11-20T11:30Z",
      "2026-11-20T13:00Z",
      "2026-11-20T14:30Z",
    ]);
  });

  it("gives fewer when the schedule ends", () => {
    expect(due(onCalendar("2027..2028-01-01"), "2026-11-20T00:00Z", 5)).toEqual([
      "2027-01-01T00:00Z",
      "2028-01-01T00:00Z",
    ]);
  });

  it("runs a cron job that falls in the gap once right after it (Riga, 28 March 2021)", () => {
    expect(due(cron("30 3 * * *", "Europe/Riga"), "2021-03-27T12:00Z", 2)).toEqual([
      "2021-03-28T01:00Z",
      "2021-03-29T00:30Z",
    ]);
  });

  it("runs a cron job of the repeated hour once, at its first showing (Riga, 31 October 2021)", () => {
    expect(due(cron("30 3 * * *", "Europe/Riga"), "2021-10-30T12:00Z", 2)).toEqual([
      "2021-10-31T00:30Z",
      "2021-11-01T01:30Z",
    ]);
  });

  it("runs a cron job with a star in both showings of the repeated hour (Riga, 31 October 2021)", () => {
    const times = [
      "2021-10-31T00:00Z",
      "2021-10-31T00:30Z",
      "2021-10-31T01:00Z",
      "2021-10-31T01:30Z",
      "2021-10-31T02:00Z",
    ];
    expect(due(cron("*/30 * * * *", "Europe/Riga"), "2021-10-30T23:30Z", 5)).toEqual(times);
  });

  it("lets the zone of a calendar event win over the zone of the schedule", () => {
    expect(due(onCalendar("02:30 America/New_York", "Europe/Berlin"), "2026-11-20T00:00Z", 1)).toEqual([
      "2026-11-20T07:30Z",
    ]);
  });

  it("takes both day fields of cron together when one begins with a star, and either of them otherwise", () => {
    expect(due(cron("0 0 */2 * 1"), "2026-11-01T00:00Z", 2)).toEqual(["2026-11-09T00:00Z", "2026-11-23T00:00Z"]);
    expect(due(cron("0 0 13 * 5"), "2026-11-01T00:00Z", 3)).toEqual([
      "2026-11-06T00:00Z",
      "2026-11-13T00:00Z",
      "2026-11-20T00:00Z",
    ]);
    expect(due(cron("0 0 1-31 * 1"), "2026-11-01T00:00Z", 2)).toEqual(["2026-11-02T00:00Z", "2026-11-03T00:00Z"]);
  });

  it.each([
    ["@daily", ["2026-11-21T00:00Z", "2026-11-22T00:00Z"]],
    ["@HOURLY", ["2026-11-20T13:00Z", "2026-11-20T14:00Z"]],
    ["0 0 L * *", ["2026-11-30T00:00Z", "2026-12-31T00:00Z"]],
    ["0 0 LW * *", ["2026-11-30T00:00Z", "2026-12-31T00:00Z"]],
    ["0 0 15W * *", ["2026-12-15T00:00Z", "2027-01-15T00:00Z"]],
    ["0 9 * * mon#2", ["2026-12-14T09:00Z", "2027-01-11T09:00Z"]],
    ["0 9 * * 5L", ["2026-11-27T09:00Z", "2026-12-25T09:00Z"]],
    ["0 9 * jan,jul sat-sun", ["2027-01-02T09:00Z", "2027-01-03T09:00Z"]],
    ["0 9 1-7 * +mon", ["2026-12-07T09:00Z", "2027-01-04T09:00Z"]],
    ["0 9 ? * 7", ["2026-11-22T09:00Z", "2026-11-29T09:00Z"]],
  ])("reads %s", (expression, expected) => {
    expect(due(cron(expression), "2026-11-20T12:30Z", 2)).toEqual(expected);
  });
});

const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const;
const berlinOffice: WorkingCalendar = {
  timezone: "Europe/Berlin",
  weekdays,
  hours: [{ from: "09:00", to: "17:00" }],
};

describe("a working-time calendar", () => {
  const day: Schedule = {
    type: "period",
    periodMs: DAY,
    graceMs: 0,
    allowedMisses: 0,
    calendar: { timezone: "UTC", weekdays },
  };

  it("stops the clock of a period over the weekend: sent on Friday at 18:00, due on Monday at 18:00", () => {
    expect(due(day, "2026-11-20T18:00Z", 1)).toEqual(["2026-11-23T18:00Z"]);
  });

  it("lets it run on a Saturday that counts", () => {
    const calendar = { timezone: "UTC", weekdays: [...weekdays, "sat"] as const };
    expect(due({ ...day, calendar }, "2026-11-20T18:00Z", 1)).toEqual(["2026-11-21T18:00Z"]);
  });

  it("starts counting on Monday at 00:00 when the signal came on Saturday", () => {
    expect(due(day, "2026-11-21T10:00Z", 1)).toEqual(["2026-11-24T00:00Z"]);
    expect(due({ ...day, type: "period", periodMs: HOUR }, "2026-11-21T10:00Z", 1)).toEqual(["2026-11-23T01:00Z"]);
  });

  it("is due when work begins again, not when it ends, if the period is used up exactly then", () => {
    const schedule: Schedule = {
      type: "period",
      periodMs: 8 * HOUR,
      graceMs: 0,
      allowedMisses: 0,
      calendar: berlinOffice,
    };
    expect(due(schedule, "2026-11-19T08:00Z", 2)).toEqual(["2026-11-20T08:00Z", "2026-11-23T08:00Z"]);
  });

  it("counts a day of 23 hours as 23 hours and one of 25 as 25", () => {
    const everyDay = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
    const schedule = { ...day, calendar: { timezone: "Europe/Berlin", weekdays: everyDay } };
    expect(due(schedule, "2026-03-28T12:00Z", 1)).toEqual(["2026-03-29T12:00Z"]);
    const onlySundays: Schedule = { ...day, calendar: { timezone: "Europe/Berlin", weekdays: ["sun"] } };
    // From Sunday 00:00 the short day gives 23 hours; the missing one is the first of the next Sunday.
    expect(due(onlySundays, "2026-03-28T23:00Z", 1)).toEqual(["2026-04-04T23:00Z"]);
    // The long day gives all 24 before it ends.
    expect(due(onlySundays, "2026-10-24T22:00Z", 1)).toEqual(["2026-10-25T22:00Z"]);
  });

  it("leaves out holidays and takes several stretches of a day, up to midnight", () => {
    const calendar: WorkingCalendar = {
      timezone: "UTC",
      weekdays,
      hours: [
        { from: "22:00", to: "24:00" },
        { from: "08:00", to: "12:00" },
      ],
      holidays: ["2026-12-25"],
    };
    const schedule: Schedule = { type: "period", periodMs: 3 * HOUR, graceMs: 0, allowedMisses: 0, calendar };
    expect(due(schedule, "2026-12-24T11:00Z", 3)).toEqual([
      "2026-12-28T08:00Z",
      "2026-12-28T11:00Z",
      "2026-12-29T08:00Z",
    ]);
  });

  it("removes the due times of cron and of calendar events outside working time", () => {
    const calendar = berlinOffice;
    expect(due({ ...cron("0 */4 * * *", "Europe/Berlin"), calendar }, "2026-11-20T07:00Z", 3)).toEqual([
      "2026-11-20T11:00Z",
      "2026-11-20T15:00Z",
      "2026-11-23T11:00Z",
    ]);
    expect(due({ ...onCalendar("8..10:30", "Europe/Berlin"), calendar }, "2026-11-20T07:00Z", 3)).toEqual([
      "2026-11-20T08:30Z",
      "2026-11-20T09:30Z",
      "2026-11-23T08:30Z",
    ]);
  });

  it("computes a period of a year of working time", () => {
    const schedule: Schedule = {
      type: "period",
      periodMs: 365 * DAY,
      graceMs: 0,
      allowedMisses: 0,
      calendar: berlinOffice,
    };
    // 8760 hours at eight a day are 1095 working days.
    expect(due(schedule, "2026-01-01T23:00Z", 1)).toEqual(["2030-03-15T08:00Z"]);
  });
});

// ---------------------------------------------------------------- properties

const timezones = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Nuuk",
  "Africa/Cairo",
);
const number = (min: number, max: number) => fc.integer({ min, max });
const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    number(2, 9).map((step) => `*/${step}`),
    number(min, max).map(String),
    fc.tuple(number(min, max), number(min, max)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  );
const cronExpressions = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof(fc.constant("*"), field(1, 28)),
    fc.constantFrom("*", "*", "1-6"),
    fc.oneof(fc.constant("*"), field(0, 6)),
  )
  .map((fields) => fields.join(" "));
const events = fc.constantFrom(
  "daily",
  "*:0/15",
  "Mon..Fri 02:30",
  "*-*~1 23:30",
  "2,3:0/20",
  "*-*-1/3 0/5:0/7",
  "hourly UTC",
  "*:*:0/20",
);
const calendars = fc.record({
  timezone: timezones,
  weekdays: fc.uniqueArray(fc.constantFrom("mon", "tue", "wed", "thu", "fri", "sat", "sun"), { minLength: 1 }),
  hours: fc.option(
    fc.constantFrom(
      [{ from: "00:00", to: "02:30" }],
      [{ from: "09:00", to: "17:00" }],
      [
        { from: "01:30", to: "03:10" },
        { from: "22:00", to: "24:00" },
      ],
    ),
    { nil: undefined },
  ),
  holidays: fc.constantFrom([], ["2026-03-30", "2026-10-26"]),
});
const schedules: fc.Arbitrary<Schedule> = fc
  .tuple(
    fc.oneof(
      number(1_000, 40 * HOUR).map((periodMs) => ({ type: "period" as const, periodMs })),
      fc.record({ type: fc.constant("cron" as const), expression: cronExpressions, timezone: timezones }),
      fc.record({ type: fc.constant("oncalendar" as const), expression: events, timezone: timezones }),
    ),
    fc.record({ graceMs: number(0, 2 * HOUR), allowedMisses: number(0, 4) }),
    fc.option(calendars, { nil: undefined }),
  )
  .map(([when, bears, calendar]) => ({ ...when, ...bears, calendar }))
  .filter((schedule) => checkSchedule(schedule) === null);
/** Mostly within a few days of a change of the clock. */
const instants = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-10-04", "2026-10-25", "2026-11-01"),
      number(-2 * DAY, 2 * DAY),
    )
    .map(([date, ms]) => at(`${date}T00:00Z`) + ms),
  number(at("2026-01-01T00:00Z"), at("2028-01-01T00:00Z")),
);

describe("any schedule", () => {
  it("has due times that strictly increase, all after the instant asked about", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, from) => {
        const times = [from, ...nextDueTimes(schedule, from, 12)];
        for (let i = 1; i < times.length; i += 1) expect(times[i]).toBeGreaterThan(times[i - 1] ?? Infinity);
      }),
    );
  });

  it("has a deadline that is never before the expected time", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, from) => {
        const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, from);
        expect(expectedAt).toBe(nextDueTimes(schedule, from, 1)[0] ?? null);
        expect(deadlineAt ?? Infinity).toBeGreaterThanOrEqual(expectedAt ?? Infinity);
      }),
    );
  });

  it("gives the same next due time for all instants before it since the one asked about", () => {
    const clockwork = schedules.filter(({ type }) => type !== "period");
    fc.assert(
      fc.property(
        clockwork,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (schedule, from, share) => {
          const next = nextDueTimes(schedule, from, 1)[0];
          if (next === undefined) return;
          const between = from + Math.floor((next - from) * share);
          expect(nextDueTimes(schedule, between, 1)).toEqual([next]);
        },
      ),
    );
  });

  it("gives the same due times one by one as all at once, in whatever order they are asked for", () => {
    fc.assert(
      fc.property(schedules, fc.array(instants, { minLength: 1, maxLength: 4 }), (schedule, starts) => {
        for (const from of starts) {
          const together = nextDueTimes(schedule, from, 5);
          const single = together.map((_, index) => nextDueTimes(schedule, together[index - 1] ?? from, 1)[0]);
          if (schedule.type !== "period") expect(single).toEqual(together);
          expect(nextDueTimes(schedule, from, 5)).toEqual(together);
        }
      }),
    );
  });

  it("is due only in working time when it has a calendar", () => {
    fc.assert(
      fc.property(schedules, calendars, instants, (plain, calendar, from) => {
        const schedule = { ...plain, calendar };
        if (checkSchedule(schedule) !== null) return;
        const working = workingTime(calendar);
        for (const dueAt of nextDueTimes(schedule, from, 5)) expect(working.openFrom(dueAt)).toBe(dueAt);
      }),
    );
  });
});
