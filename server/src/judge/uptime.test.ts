import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoredStatus } from "../model/index.ts";
import { dayBars, type StatusLog, uptimeOf } from "./uptime.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 2, 4);
const span = { fromAt: T0, toAt: T0 + DAY };

/** A monitor made a month ago: `hour status` says what it became at that hour of the span. */
function logOf(first: StoredStatus, ...changes: readonly (readonly [number, StoredStatus])[]): StatusLog {
  const from = [first, ...changes.map(([, to]) => to)];
  return {
    createdAt: T0 - 30 * DAY,
    status: from.at(-1) ?? first,
    changes: changes.map(([hour, to], index) => ({ at: T0 + hour * HOUR, from: from[index] ?? first, to })),
  };
}

describe("the uptime of a stretch", () => {
  test("a monitor that was up all the time has 100 percent", () => {
    expect(uptimeOf(logOf("up"), [], span)).toEqual({ upMs: DAY, downMs: 0, percent: 100, incidents: 0 });
  });

  test("six hours of outage in a day make 75 percent", () => {
    const log = logOf("up", [6, "down"], [12, "up"]);
    expect(uptimeOf(log, [], span)).toEqual({ upMs: 18 * HOUR, downMs: 6 * HOUR, percent: 75, incidents: 1 });
  });

  test("an outage that began before the stretch counts from its beginning on", () => {
    const log = logOf("up", [-5, "down"], [6, "up"]);
    expect(uptimeOf(log, [], span)).toEqual({ upMs: 18 * HOUR, downMs: 6 * HOUR, percent: 75, incidents: 1 });
  });

  test("what was before the first kept transition is told by that transition", () => {
    const log = logOf("down", [12, "up"]);
    expect(uptimeOf(log, [], span).percent).toBe(50);
  });

  test("an outage that lasts counts up to the end of the stretch", () => {
    expect(uptimeOf(logOf("up", [18, "down"]), [], span)).toMatchObject({ downMs: 6 * HOUR, incidents: 1 });
  });

  test("new and paused time is left out", () => {
    const log = logOf("new", [6, "up"], [12, "paused"], [18, "new"], [21, "up"]);
    expect(uptimeOf(log, [], span)).toEqual({ upMs: 9 * HOUR, downMs: 0, percent: 100, incidents: 0 });
  });

  test("the time before the monitor was made is left out", () => {
    const log: StatusLog = { createdAt: T0 + 12 * HOUR, status: "up", changes: [] };
    expect(uptimeOf(log, [], span)).toMatchObject({ upMs: 12 * HOUR, percent: 100 });
  });

  test("nothing that counts gives no percentage", () => {
    expect(uptimeOf(logOf("paused"), [], span)).toEqual({ upMs: 0, downMs: 0, percent: null, incidents: 0 });
    const unborn: StatusLog = { createdAt: span.toAt + 1, status: "up", changes: [] };
    expect(uptimeOf(unborn, [], span).percent).toBeNull();
  });

  test("our own gaps are left out of uptime and of downtime, each moment once", () => {
    const log = logOf("up", [12, "down"]);
    const gaps = [
      { fromAt: T0 + 13 * HOUR, toAt: T0 + 15 * HOUR },
      { fromAt: T0 + 11 * HOUR, toAt: T0 + 14 * HOUR },
    ];
    expect(uptimeOf(log, gaps, span)).toMatchObject({ upMs: 11 * HOUR, downMs: 9 * HOUR, percent: 55 });
  });

  test("a change of severity while down begins no second incident", () => {
    const log = logOf("up", [6, "down"], [8, "down"], [12, "up"]);
    expect(uptimeOf(log, [], span)).toMatchObject({ downMs: 6 * HOUR, incidents: 1 });
  });

  test("a moment of outage is never rounded to 100 percent", () => {
    const log = logOf("up", [12, "down"], [12 + 1 / HOUR, "up"]);
    expect(uptimeOf(log, [], { fromAt: T0 - 25 * DAY, toAt: span.toAt })).toMatchObject({ downMs: 1, percent: 99.999 });
  });
});

describe("the bars of the last days", () => {
  test("each local day has its own bar, the last one today so far", () => {
    const log = logOf("up", [-12, "down"], [6, "up"]);
    const bars = dayBars(log, [], { days: 3, timezone: "UTC", now: T0 + 12 * HOUR });
    expect(bars.map(({ date, downMs, incidents, percent }) => ({ date, downMs, incidents, percent }))).toEqual([
      { date: "2026-03-02", downMs: 0, incidents: 0, percent: 100 },
      { date: "2026-03-03", downMs: 12 * HOUR, incidents: 1, percent: 50 },
      { date: "2026-03-04", downMs: 6 * HOUR, incidents: 1, percent: 50 },
    ]);
    expect(bars.at(-1)?.toAt).toBe(T0 + 12 * HOUR);
  });

  test("days begin at the midnight of their zone, and one in spring has 23 hours", () => {
    const now = Date.UTC(2026, 2, 30, 10);
    const [sunday, monday] = dayBars(logOf("up"), [], { days: 2, timezone: "Europe/Berlin", now });
    expect(sunday).toMatchObject({ date: "2026-03-29", fromAt: Date.UTC(2026, 2, 28, 23), upMs: 23 * HOUR });
    expect(monday).toMatchObject({ date: "2026-03-30", fromAt: Date.UTC(2026, 2, 29, 22), upMs: 12 * HOUR });
  });

  test("a day before the monitor was made has no percentage", () => {
    const log: StatusLog = { createdAt: T0, status: "up", changes: [] };
    const bars = dayBars(log, [], { days: 2, timezone: "UTC", now: T0 + HOUR });
    expect(bars.map(({ percent }) => percent)).toEqual([null, 100]);
  });

  test("the days together are the whole stretch, whatever happened", () => {
    const statuses = fc.constantFrom<StoredStatus>("new", "up", "down", "paused");
    const hours = fc.integer({ min: -50, max: 24 * 9 });
    const changes = fc.array(fc.tuple(hours, statuses), { maxLength: 12 });
    const gaps = fc.array(fc.tuple(hours, fc.integer({ min: 0, max: 40 })), { maxLength: 4 });
    fc.assert(
      fc.property(statuses, changes, gaps, (first, found, away) => {
        const log = logOf(first, ...found.toSorted(([a], [b]) => a - b));
        const ours = away.map(([hour, length]) => ({ fromAt: T0 + hour * HOUR, toAt: T0 + (hour + length) * HOUR }));
        const now = T0 + 9.5 * DAY;
        const bars = dayBars(log, ours, { days: 10, timezone: "UTC", now });
        const whole = uptimeOf(log, ours, { fromAt: T0, toAt: now });
        expect(bars.reduce((sum, { upMs }) => sum + upMs, 0)).toBe(whole.upMs);
        expect(bars.reduce((sum, { downMs }) => sum + downMs, 0)).toBe(whole.downMs);
      }),
    );
  });
});
