import { describe, expect, it } from "vitest";
import type { Schedule } from "../../model/index.ts";
import { describeSchedule } from "./schedule.ts";

const tolerance = { graceMs: 0, allowedMisses: 0 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The reading of the expression alone. */
function reading(type: "cron" | "oncalendar", expression: string): string {
  const schedule: Schedule = { type, expression, timezone: "Europe/Berlin", ...tolerance };
  return describeSchedule(schedule).replace(/, Europe\/Berlin, no grace$/, "");
}

describe("describeSchedule", () => {
  it("reads a period with its grace", () => {
    const schedule: Schedule = { type: "period", periodMs: 5 * MINUTE, graceMs: MINUTE, allowedMisses: 0 };
    expect(describeSchedule(schedule)).toBe("every 5 minutes, grace 1 minute");
    expect(describeSchedule({ ...schedule, periodMs: 24 * HOUR, graceMs: 0 })).toBe("every day, no grace");
    expect(describeSchedule({ ...schedule, periodMs: 90 * MINUTE })).toBe("every 1 hour 30 minutes, grace 1 minute");
  });

  it("reads a crontab line with zone, grace and misses", () => {
    const schedule: Schedule = {
      type: "cron",
      expression: "30 2 * * *",
      timezone: "Europe/Berlin",
      graceMs: HOUR,
      allowedMisses: 2,
    };
    expect(describeSchedule(schedule)).toBe("at 02:30 every day, Europe/Berlin, grace 1 hour, 2 misses allowed");
    expect(describeSchedule({ ...schedule, allowedMisses: 1 })).toContain(", 1 miss allowed");
  });

  it("reads a calendar, and counts a period in hours then", () => {
    const schedule: Schedule = {
      type: "period",
      periodMs: 24 * HOUR,
      ...tolerance,
      calendar: {
        timezone: "Europe/Berlin",
        weekdays: ["fri", "mon", "tue", "wed", "thu"],
        hours: [{ from: "09:00", to: "17:00" }],
        holidays: ["2026-12-24", "2026-12-25", "2026-12-31"],
      },
    };
    expect(describeSchedule(schedule)).toBe(
      "every 24 hours, counting only Mon–Fri 09:00–17:00, Europe/Berlin, without 3 holidays, no grace",
    );
  });

  it.each([
    ["* * * * *", "every minute"],
    ["*/5 * * * *", "every 5 minutes"],
    ["0,10,20,30,40,50 * * * *", "every 10 minutes"],
    ["*/7 * * * *", "every 7 minutes from minute 0 to minute 56 of every hour"],
    ["0 * * * *", "every hour on the hour"],
    ["@hourly", "every hour on the hour"],
    ["30 * * * *", "every hour at minute 30"],
    ["5,35 * * * *", "at minutes 5 and 35 of every hour"],
    ["0 */2 * * *", "every 2 hours from 00:00 to 22:00 every day"],
    ["@daily", "at 00:00 every day"],
    ["0 9,17 * * *", "at 09:00 and 17:00 every day"],
    ["30 9-17 * * 1-5", "every hour from 09:30 to 17:30 on Mon–Fri"],
    ["*/15 9-17 * * mon-fri", "every 15 minutes from 09:00 to 17:45 on Mon–Fri"],
    ["* 8 * * *", "every minute from 08:00 to 08:59 every day"],
    ["*/20 1,5 * * *", "at 01:00, 01:20, 01:40, 05:00, 05:20 and 05:40 every day"],
    ["3,4,9,17 2,3,9 * * *", "at minutes 3, 4, 9 and 17 of the hours 2, 3 and 9 every day"],
    ["0 0 * * 0", "at 00:00 on Sunday"],
    ["0 0 * * 7,3", "at 00:00 on Wednesday and Sunday"],
    ["0 0 1 * *", "at 00:00 on day 1 of the month"],
    ["0 0 1 1 *", "at 00:00 on day 1 of the month in January"],
    ["0 0 * 6-8 *", "at 00:00 every day in June–August"],
    ["*/10 * * 6 *", "every 10 minutes in June"],
    ["0 0 13 * 5", "at 00:00 on day 13 of the month, and also on Friday"],
    ["0 0 */2 * 1", "at 00:00 on every 2nd day of the month from day 1 to day 31, only when it is Monday"],
    ["0 0 1-7 2 +mon", "at 00:00 on days 1–7 of the month, only when it is Monday, in February"],
    ["0 0 L * *", "at 00:00 on the last day of the month"],
    [
      "0 0 1,15W * *",
      "at 00:00 on day 1 of the month and the day from Monday to Friday nearest to day 15 of the month",
    ],
    ["0 0 LW * *", "at 00:00 on the last day from Monday to Friday of the month"],
    ["0 0 * * 5L", "at 00:00 on the last Friday of the month"],
    ["0 0 * * mon#2", "at 00:00 on the 2nd Monday of the month"],
  ])("reads the crontab line %s", (expression, expected) => {
    expect(reading("cron", expression)).toBe(expected);
  });

  it.each([
    ["minutely", "every minute"],
    ["hourly", "every hour on the hour"],
    ["daily", "at 00:00 every day"],
    ["weekly", "at 00:00 on Monday"],
    ["monthly", "at 00:00 on day 1 of the month"],
    ["quarterly", "at 00:00 on day 1 of the month in January, April, July and October"],
    ["*:0/15", "every 15 minutes"],
    ["*:*:*", "every second"],
    ["*:*:0/10", "every 10 seconds"],
    ["*:*:30", "every minute, each time at second 30"],
    ["02:30:15", "at 02:30:15 every day"],
    ["*:0/5:30", "every 5 minutes, each time at second 30"],
    ["*:*:5..20/0.5", "every minute, each time every 0.5 seconds from second 5 to second 20 of the minute"],
    ["Mon..Fri 09:00", "at 09:00 on Mon–Fri"],
    ["*-*~1", "at 00:00 on the last day of the month"],
    ["*-02~3", "at 00:00 on day 3 of the month counted from its end (1 is the last) in February"],
    ["Mon *-05~7/1", "at 00:00 on the last 7 days of the month, only when it is Monday, in May"],
    ["2027..2029-06-01", "at 00:00 on day 1 of the month in June in 2027–2029"],
  ])("reads the calendar event %s", (expression, expected) => {
    expect(reading("oncalendar", expression)).toBe(expected);
  });

  it("names the zone that the expression itself names", () => {
    const schedule: Schedule = { type: "oncalendar", expression: "02:30 UTC", timezone: "Europe/Berlin", ...tolerance };
    expect(describeSchedule(schedule)).toBe("at 02:30 every day, UTC, no grace");
  });

  it("shows an expression that it cannot read as it stands", () => {
    expect(reading("cron", "H * * * *")).toBe("by the crontab line H * * * *");
    expect(reading("oncalendar", "sometimes")).toBe("by the calendar event sometimes");
  });
});
