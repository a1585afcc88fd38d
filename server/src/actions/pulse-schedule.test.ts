import { describe, expect, it } from "vitest";
import { checkSchedule, countedTime, expectedAndDeadline } from "../judge/schedules/schedule.ts";
import { pulseSchedule, settingsOfSchedule } from "./pulse-schedule.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Every change of the clock there is falls on a quarter of an hour. */
const QUARTER = 900_000;

/** The weekday that a calendar on the wall shows there, without any of our own arithmetic. */
function weekdays(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, weekday: "short" });
  return (at) => format.format(at);
}

/** Walks through time a quarter of an hour at a time and says which of them count. */
function countQuarters(timezone: string, saturday: boolean, from: number, to: number): readonly boolean[] {
  const weekdayAt = weekdays(timezone);
  const counts: boolean[] = [];
  for (let at = from; at < to; at += QUARTER) {
    const day = weekdayAt(at);
    counts.push(day !== "Sun" && (day !== "Sat" || saturday));
  }
  return counts;
}

const ZONES = [
  ["UTC, without any change", "UTC", "2026-03-02T00:00Z"],
  ["Berlin, put forward on a Sunday", "Europe/Berlin", "2026-03-23T00:00Z"],
  ["Berlin, put back on a Sunday", "Europe/Berlin", "2026-10-19T00:00Z"],
  ["New York, put forward on a Sunday", "America/New_York", "2026-03-02T00:00Z"],
  ["Cairo, put forward at the midnight in which a Friday begins", "Africa/Cairo", "2026-04-17T00:00Z"],
  ["Santiago, put back in the midnight after a Saturday", "America/Santiago", "2026-03-30T00:00Z"],
  ["Lord Howe Island, put back by half an hour", "Australia/Lord_Howe", "2026-03-30T00:00Z"],
  ["Kolkata, half an hour off", "Asia/Kolkata", "2026-03-02T00:00Z"],
] as const;

describe.each(ZONES)("the weekday rule in %s", (_, timezone, monday) => {
  const start = Date.parse(monday);
  const end = start + 40 * DAY;

  it.each([false, true])("holds for a pulse of every hour of two weeks, with Saturday %s", (saturday) => {
    const counts = countQuarters(timezone, saturday, start, end);
    for (const thresholdHours of [0.5, 24, 60.25]) {
      const schedule = pulseSchedule({ thresholdMs: thresholdHours * HOUR, saturday }, timezone);
      for (let sentAt = start; sentAt < start + 14 * DAY; sentAt += HOUR) {
        const { expectedAt, deadlineAt } = expectedAndDeadline(schedule, sentAt);
        const wanted = overdueFrom(counts, (sentAt - start) / QUARTER, thresholdHours * 4);
        expect([iso(sentAt), iso(deadlineAt ?? 0)]).toEqual([iso(sentAt), iso(start + wanted * QUARTER)]);
        expect(expectedAt).toBe(deadlineAt);
      }
    }
  });

  it.each([false, true])("counts the hours since a pulse at every hour of two weeks, with Saturday %s", (saturday) => {
    const counts = countQuarters(timezone, saturday, start, end);
    const schedule = pulseSchedule({ thresholdMs: HOUR, saturday }, timezone);
    const hours = [start, start + 4 * DAY + 18 * HOUR, start + 5 * DAY + 12 * HOUR].flatMap((sentAt) =>
      Array.from({ length: 14 * 24 }, (_, n) => ({ sentAt, at: sentAt + n * HOUR })),
    );
    const walked = (from: number, to: number): number =>
      counts.slice((from - start) / QUARTER, (to - start) / QUARTER).filter(Boolean).length * QUARTER;
    expect(hours.map(({ sentAt, at }) => `${iso(sentAt)} ${iso(at)} ${countedTime(schedule, sentAt, at)}`)).toEqual(
      hours.map(({ sentAt, at }) => `${iso(sentAt)} ${iso(at)} ${walked(sentAt, at)}`),
    );
  });
});

/** The first quarter that counts after so many have passed: nobody is overdue while nothing counts. */
function overdueFrom(counts: readonly boolean[], from: number, quarters: number): number {
  let left = quarters;
  for (let at = from; at < counts.length; at++) {
    if (!counts[at]) continue;
    if (left === 0) return at;
    left -= 1;
  }
  throw new Error("the walk was too short");
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

describe("a pulse's schedule", () => {
  it("says the examples of the contract", () => {
    const deadline = (sent: string, saturday: boolean): string =>
      iso(expectedAndDeadline(pulseSchedule({ thresholdMs: DAY, saturday }, "UTC"), Date.parse(sent)).deadlineAt ?? 0);
    expect(deadline("2026-03-06T18:00Z", false)).toBe("2026-03-09T18:00:00.000Z");
    expect(deadline("2026-03-06T18:00Z", true)).toBe("2026-03-07T18:00:00.000Z");
    expect(deadline("2026-03-07T10:00Z", false)).toBe("2026-03-10T00:00:00.000Z");
  });

  it("is one that can be stored, from a second to a year", () => {
    for (const thresholdMs of [1_000, DAY, 366 * DAY]) {
      expect(checkSchedule(pulseSchedule({ thresholdMs, saturday: false }, "Europe/Berlin"))).toBeNull();
    }
  });

  it("can be read again", () => {
    const settings = { thresholdMs: 5_400_000, saturday: true };
    expect(settingsOfSchedule(pulseSchedule(settings, "UTC"))).toEqual(settings);
  });
});
