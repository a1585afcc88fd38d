import { describe, expect, it } from "vitest";
import type { Incident, Run } from "../../../api/monitor-reads.ts";
import { outageAt, outagesSince, rangeOf, runsSince, summarizeOutages, summarizeRuns } from "./timeline-data.ts";

const at = (time: string): string => `2026-03-04T${time}:00.000Z`;
const ms = (time: string): number => Date.parse(at(time));

function run(pingN: number, outcome: Run["outcome"], from: string | null, to: string | null): Run {
  const durationMs = from === null || to === null ? null : ms(to) - ms(from);
  const [startedAt, endedAt] = [from, to].map((time) => (time === null ? null : at(time)));
  return {
    startedAt: startedAt ?? null,
    endedAt: endedAt ?? null,
    durationMs,
    outcome,
    runId: null,
    exitStatus: null,
    pingN,
  };
}

/** As much of an incident as the timeline shows. */
const incident = (n: number, from: string, to: string | null): Incident =>
  ({ n, openedAt: at(from), closedAt: to && at(to), openedFor: { code: "silence", text: "Silence." } }) as Incident;

const NOW = ms("12:00");

describe("the timeline of a heartbeat", () => {
  const runs = runsSince(
    [
      run(6, "running", "11:50", null),
      run(5, "fail", "10:00", "10:05"),
      run(4, "success", null, "09:00"),
      run(3, "unfinished", "08:00", null),
      run(2, "success", "01:00", "01:30"),
    ],
    ms("06:00"),
    NOW,
  );

  it("has the runs since its beginning, oldest first; one under way is as long as it has lasted", () => {
    expect(runs.map(({ n, at: end, durationMs }) => [n, end, durationMs])).toEqual([
      [3, ms("08:00"), null],
      [4, ms("09:00"), null],
      [5, ms("10:05"), 5 * 60_000],
      [6, ms("11:50"), 10 * 60_000],
    ]);
  });

  it("says in a sentence what happened", () => {
    expect(summarizeRuns(runs)).toBe("4 runs, 1 failed, 1 without an end, the longest took 10 min");
    expect(summarizeRuns(runs.slice(1, 2))).toBe("1 run");
    expect(summarizeRuns([])).toBeNull();
  });
});

describe("the outages of a timeline", () => {
  const outages = outagesSince(
    [incident(3, "11:00", null), incident(2, "05:00", "07:00"), incident(1, "01:00", "02:00")],
    ms("06:00"),
  );

  it("are those that touch it, and count from its beginning", () => {
    expect(outages.map(({ n }) => n)).toEqual([2, 3]);
    expect(summarizeOutages(outages, ms("06:00"), NOW)).toBe("2 outages, 2 h in all");
    expect(summarizeOutages([], ms("06:00"), NOW)).toBe("no outage");
    expect(summarizeOutages(outages, ms("06:00"), ms("10:59"))).toBe("2 outages, 1 h in all");
  });

  it("are found by an instant, an open one without an end", () => {
    expect(outageAt(outages, ms("06:30"))?.n).toBe(2);
    expect(outageAt(outages, ms("10:00"))).toBeNull();
    expect(outageAt(outages, NOW)?.n).toBe(3);
  });
});

it("an unknown range is a day", () => {
  expect([rangeOf("30d").label, rangeOf("1000y").label, rangeOf(undefined).label]).toEqual([
    "30 days",
    "24 hours",
    "24 hours",
  ]);
});
