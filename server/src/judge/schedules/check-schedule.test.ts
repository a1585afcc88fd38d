import { describe, expect, it } from "vitest";
import { MAX_PERIOD_MS, type Schedule, type WorkingCalendar } from "../../model/index.ts";
import { checkSchedule } from "./schedule.ts";

const tolerance = { graceMs: 0, allowedMisses: 0 };
const period: Schedule = { type: "period", periodMs: 60_000, ...tolerance };

function cron(expression: string, timezone = "UTC"): Schedule {
  return { type: "cron", expression, timezone, ...tolerance };
}

function onCalendar(expression: string, timezone = "UTC"): Schedule {
  return { type: "oncalendar", expression, timezone, ...tolerance };
}

function withCalendar(calendar: Partial<WorkingCalendar>): Schedule {
  return { ...period, calendar: { timezone: "UTC", weekdays: ["mon"], ...calendar } };
}

describe("checkSchedule", () => {
  it("takes a period from a second to a year, and no other", () => {
    for (const periodMs of [1_000, MAX_PERIOD_MS]) expect(checkSchedule({ ...period, periodMs })).toBeNull();
    for (const periodMs of [0, 999, MAX_PERIOD_MS + 1, 1_000.5, Number.NaN]) {
      expect(checkSchedule({ ...period, periodMs })?.field).toBe("periodMs");
    }
  });

  it("takes a grace from nothing to a year and up to 1000 misses", () => {
    expect(checkSchedule({ ...period, graceMs: MAX_PERIOD_MS, allowedMisses: 1_000 })).toBeNull();
    expect(checkSchedule({ ...period, graceMs: -1 })?.field).toBe("graceMs");
    expect(checkSchedule({ ...period, graceMs: MAX_PERIOD_MS + 1 })?.field).toBe("graceMs");
    expect(checkSchedule({ ...period, allowedMisses: 1_001 })?.field).toBe("allowedMisses");
    expect(checkSchedule({ ...period, allowedMisses: 0.5 })?.field).toBe("allowedMisses");
  });

  it.each([
    "* * * * *",
    "@weekly",
    " 30\t2 * * * ",
    "0 0 29 2 *",
    "0 0 31 1-12 *",
    "5-59/15 * * * *",
    "0 0 1,L * *",
    "0 0 * * fri-sun",
  ])("takes the crontab line %s", (expression) => expect(checkSchedule(cron(expression))).toBeNull());

  it.each([
    ["", "empty"],
    ["* * * *", "has 4 fields, a crontab line has five"],
    ["0 30 2 * * *", "the type oncalendar, which knows seconds"],
    ["30 2 * * * /usr/bin/backup", "Leave out the command"],
    ["60 * * * *", '"60" is out of range: it takes 0 to 59'],
    ["* 24 * * *", "In the hour field"],
    ["0 0 0 * *", "In the day-of-month field"],
    ["0 0 * 13 *", "In the month field"],
    ["0 0 * * 8", "In the day-of-week field"],
    ["0 0 * * fry", '"fry" cannot be read. Write 1-5 or mon-fri.'],
    ["5/15 * * * *", "Write 5-59/15."],
    ["*/0 * * * *", "a number from 1 to 60"],
    ["*/61 * * * *", "a number from 1 to 60"],
    ["0 22-4 * * *", "runs backwards. Write 22-23,0-4."],
    ["0,,5 * * * *", "a comma with nothing beside it"],
    ["0 0 5L * *", "L (last day)"],
    ["0 0 * * 5#6", "a week that no month has"],
    ["? * * * *", "cannot be read"],
    ["0~30 * * * *", "a random time as cronie knows it"],
    ["~ * * * *", "a random time as cronie knows it"],
    ["H 2 * * *", "Jenkins' H"],
    ["H(0-29)/10 * * * *", "Jenkins' H"],
    ["@reboot", "names no time"],
    ["@every 5m", "is no nickname"],
    ["CRON_TZ=Europe/Berlin 30 2 * * *", 'Write the zone into "timezone"'],
    ["TZ=UTC 30 2 * * *", 'Write the zone into "timezone"'],
    ["0 0 30 2 *", "never fires"],
    ["0 0 31 4,6,9,11 *", "never fires"],
    ["1 ".repeat(400), "longer than 500 characters"],
  ])("refuses the crontab line %s and says why", (expression, words) => {
    const fault = checkSchedule(cron(expression));
    expect(fault?.field).toBe("expression");
    expect(fault?.message).toContain(words);
  });

  it.each([
    ["*:*/5", "repeats without a start. Write 0/5."],
    ["*-*/2-1", "repeats without a start. Write 1/2."],
    ["Sat..Mon", "Write Sat..Sun,Mon."],
    ["Mon-Wed-Fri", "is no weekday"],
    ["9-17:00", "Write it with two dots: 9..17."],
    ["25:00", "In the hour part"],
    ["02:30.5", "only seconds may have one"],
    ["02:30 Mon", "stands in the wrong place"],
    ["fortnightly", "no weekday and no word for a time"],
    ["12", "neither a date such as"],
    ["@1798761600", "never comes again"],
    ["*-*~29", "takes 1 to 28"],
    ["*-*-30..5", "runs backwards"],
    ["*:0/60", "too large a step"],
    ["*:*:1..1.5", "needs a step"],
    ["*:0,:0", "a comma with nothing beside it"],
    ["02:30 CEST", "Abbreviations mean different zones"],
    ["02:30 +02:00", "An offset does not know when the clock changes"],
    ["02:30 Europe/berlin", "Did you mean Europe/Berlin?"],
    ["*-02-30", "never fires"],
  ])("refuses the calendar event %s and says why", (expression, words) => {
    const fault = checkSchedule(onCalendar(expression));
    expect(fault?.field).toBe("expression");
    expect(fault?.message).toContain(words);
  });

  it("refuses a zone that does not exist, with a hint", () => {
    const fault = checkSchedule(cron("* * * * *", "europe/berlin"));
    expect(fault).toEqual({
      field: "timezone",
      message: 'There is no time zone "europe/berlin". Did you mean Europe/Berlin?',
    });
    expect(checkSchedule(cron("* * * * *", "Europe/Kiev"))).toBeNull();
  });

  it("refuses a cron or calendar event none of whose times falls in working time", () => {
    const calendar: WorkingCalendar = {
      timezone: "UTC",
      weekdays: ["mon", "tue"],
      hours: [{ from: "09:00", to: "17:00" }],
    };
    for (const schedule of [cron("0 17 * * *"), onCalendar("Sat 12:00"), cron("0 12 * * 0")]) {
      const fault = checkSchedule({ ...schedule, calendar });
      expect(fault?.field).toBe("expression");
      expect(fault?.message).toContain("falls in the calendar's working time");
    }
    expect(checkSchedule({ ...cron("59 16 * * *"), calendar })).toBeNull();
  });
});

describe("checkSchedule of a calendar", () => {
  const everyMonday = Array.from({ length: 60 }, (_, week) =>
    new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString().slice(0, 10),
  );

  it("takes hours up to 24:00, several stretches and holidays", () => {
    const hours = [
      { from: "22:00", to: "24:00" },
      { from: "00:00", to: "06:00" },
    ];
    expect(checkSchedule(withCalendar({ hours, holidays: ["2028-02-29"] }))).toBeNull();
    expect(checkSchedule(withCalendar({ holidays: everyMonday.slice(0, 56) }))).toBeNull();
  });

  it.each<[string, Partial<WorkingCalendar>]>([
    ["calendar.timezone", { timezone: "+02:00" }],
    ["calendar.weekdays", { weekdays: [] }],
    ["calendar.hours", { hours: [] }],
    ["calendar.hours.0.from", { hours: [{ from: "9:00", to: "17:00" }] }],
    ["calendar.hours.0.from", { hours: [{ from: "24:00", to: "24:00" }] }],
    ["calendar.hours.0.to", { hours: [{ from: "09:00", to: "24:01" }] }],
    ["calendar.hours.0.to", { hours: [{ from: "22:00", to: "06:00" }] }],
    [
      "calendar.hours.1.from",
      {
        hours: [
          { from: "09:00", to: "12:00" },
          { from: "11:00", to: "13:00" },
        ],
      },
    ],
    ["calendar.holidays.1", { holidays: ["2026-12-25", "2026-02-29"] }],
    ["calendar.holidays.0", { holidays: ["25.12.2026"] }],
    ["calendar.holidays", { holidays: everyMonday }],
  ])("names %s", (field, calendar) => {
    const fault = checkSchedule(withCalendar(calendar));
    expect(fault?.field).toBe(field);
    expect(fault?.message).toMatch(/[A-Z].+\.$/);
  });

  it("refuses a period that would take decades of such working time", () => {
    const fault = checkSchedule({
      ...withCalendar({ hours: [{ from: "09:00", to: "10:00" }] }),
      type: "period",
      periodMs: MAX_PERIOD_MS,
    });
    expect(fault?.field).toBe("periodMs");
    expect(fault?.message).toContain("168 years");
  });
});
