import { describe, expect, it } from "vitest";
import type { ProbeResult } from "../../../api/monitor-reads.ts";
import { median, resultsSince, stackTimes, usedPhases } from "./timings-data.ts";

function result(n: number, second: number, timings: Partial<ProbeResult["timings"]>): ProbeResult {
  const none = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 };
  const at = new Date(Date.UTC(2026, 2, 4, 12, 0, second)).toISOString();
  return { n, at, verdict: "ok", reason: "status 200", timings: { ...none, ...timings }, details: {} };
}

const START = Date.UTC(2026, 2, 4, 12);

describe("the timings of a probe", () => {
  const results = resultsSince(
    [
      result(3, 50, { dnsMs: 2, connectMs: 4, firstByteMs: 10, totalMs: 20 }),
      result(2, 10, { totalMs: 5_000 }),
      result(1, 0, { dnsMs: 1, connectMs: 1, firstByteMs: 1, totalMs: 2.9 }),
    ],
    START + 1,
  );

  it("come oldest first, with what is left of the whole as the rest", () => {
    expect(results.map(({ n, phases }) => [n, phases.rest])).toEqual([
      [2, 5_000],
      [3, 4],
    ]);
  });

  it("a phase that never was is left out", () => {
    expect(usedPhases(results).map(({ name }) => name)).toEqual(["dns", "connect", "wait", "rest"]);
  });

  it("are stacked, and nothing bridges a gap", () => {
    const { at, sums } = stackTimes(results, 30_000);
    expect(at).toEqual([START + 10_000, START + 10_001, START + 50_000]);
    expect(sums).toEqual({
      dns: [0, null, 2],
      connect: [0, null, 6],
      tls: [0, null, 6],
      wait: [0, null, 16],
      rest: [5_000, null, 20],
    });
  });
});

it("the middle of nothing is nothing", () => {
  expect([median([]), median([3]), median([9, 1, 2]), median([4, 2])]).toEqual([null, 3, 2, 3]);
});
