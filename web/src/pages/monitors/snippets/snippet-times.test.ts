import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Schedule } from "../../../api/schedules.ts";
import { calendarTimes, cronTimes } from "./snippet-times.ts";

const tolerance = { graceSeconds: 60, allowedMisses: 0, calendar: null };
const period = (periodSeconds: number): Schedule => ({ type: "period", periodSeconds, ...tolerance });
const cron = (expression: string): Schedule => ({ type: "cron", expression, timezone: "Europe/Berlin", ...tolerance });

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

/** Crontab lines and the same times in the words of systemd. */
const SAME = [
  ["30 2 * * *", "*-*-* 02:30:00"],
  ["*/15 * * * *", "*-*-* *:00/15:00"],
  ["0 8-18/2 * * 1-5", "Mon..Fri *-*-* 08..18/2:00:00"],
  ["5,35 * 1,15 * *", "*-*-01,15 *:05,35:00"],
  ["0 0 */2 1-6 *", "*-01..06-01/2 00:00:00"],
  ["0 9 * * 0-5", "Sun,Mon..Fri *-*-* 09:00:00"],
  ["0 9 * * sun,3", "Sun,Wed *-*-* 09:00:00"],
  ["@daily", "daily"],
  ["@weekly", "Sun *-*-* 00:00:00"],
] as const;

describe("the times of a snippet", () => {
  it.each([
    [60, "* * * * *"],
    [300, "*/5 * * * *"],
    [3_600, "0 * * * *"],
    [21_600, "0 */6 * * *"],
    [86_400, "0 3 * * *"],
    [604_800, "0 3 * * 1"],
  ])("a period of %d s is %s", (seconds, expression) => {
    expect(cronTimes(period(seconds))).toEqual({ expression, timezone: null, isOurs: true });
  });

  it.each([
    ["a period that cron cannot say", period(7 * 60)],
    ["the last day of a month", cron("0 3 L * *")],
    ["the second Friday", cron("0 3 * * 5#2")],
    ["a calendar expression", { type: "oncalendar", expression: "hourly", timezone: "UTC", ...tolerance } as const],
  ])("%s becomes an example", (_, schedule) => {
    expect(cronTimes(schedule)).toMatchObject({ expression: "0 3 * * *", isOurs: false });
  });

  it("a crontab line stays as it is, with its zone", () => {
    expect(cronTimes(cron(" 30  2 * * mon-fri "))).toEqual({
      expression: "30 2 * * mon-fri",
      timezone: "Europe/Berlin",
      isOurs: true,
    });
  });

  it.each(SAME)("the crontab line %s is %s for systemd", (line, calendar) => {
    expect(calendarTimes(cron(line))).toEqual([{ expression: calendar, timezone: "Europe/Berlin", isOurs: true }]);
  });

  it("either a day of the month or one of the week is an example, because systemd wants both", () => {
    expect(calendarTimes(cron("0 3 1 * 1"))).toMatchObject([{ isOurs: false }]);
  });

  it("each line of a calendar expression is a line of the timer", () => {
    const schedule: Schedule = {
      type: "oncalendar",
      expression: "Mon 08:00\n\nFri 17:00 ",
      timezone: "UTC",
      ...tolerance,
    };
    expect(calendarTimes(schedule).map(({ expression }) => expression)).toEqual(["Mon 08:00", "Fri 17:00"]);
  });

  it.skipIf(!hasSystemd)("systemd reads what we write (skipped where systemd-analyze is not installed)", () => {
    for (const [, calendar] of SAME) {
      const { status, stderr } = spawnSync("systemd-analyze", ["calendar", `${calendar} Europe/Berlin`]);
      expect(status, String(stderr)).toBe(0);
    }
  });
});
