import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MESSAGE_AGE_LIMIT_MS } from "../model/index.ts";
import { limitPauseMs, nextAttemptAt, nextLimitedAt } from "./retry-plan.ts";

const HOUR = 3_600_000;

/** Plays a message whose every attempt fails at once; the times of the attempts, from its creation. */
function play(random: () => number): readonly number[] {
  const attempts = [0];
  let now = 0;
  for (let attemptCount = 1; attemptCount < 100; attemptCount++) {
    const at = nextAttemptAt({ attemptCount, now, random, expiresAt: MESSAGE_AGE_LIMIT_MS });
    if (at === null) return attempts;
    now = at;
    attempts.push(now);
  }
  throw new Error("the plan does not end");
}

describe("nextAttemptAt", () => {
  it("waits 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h, 10 h, then gives up", () => {
    const times = play(() => 0.5);
    const waits = times.slice(1).map((at, i) => (at - (times[i] ?? 0)) / 1_000);
    expect(waits).toEqual([5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 36_000]);
  });

  it("makes ten attempts within 28 hours, however the jitter falls", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const times = play(() => stream.next().value);
        expect(times).toHaveLength(10);
        expect(times.at(-1)).toBeLessThan(MESSAGE_AGE_LIMIT_MS);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it("spreads by a fifth to both sides", () => {
    const at = (random: number): number | null =>
      nextAttemptAt({ attemptCount: 2, now: 1_000, random: () => random, expiresAt: MESSAGE_AGE_LIMIT_MS });
    expect(at(0)).toBe(25_000);
    expect(at(0.5)).toBe(31_000);
    expect(at(1)).toBe(37_000);
  });

  it("gives up when the age limit is reached", () => {
    const random = (): number => 0.5;
    expect(nextAttemptAt({ attemptCount: 1, now: 10 * HOUR, random, expiresAt: 10 * HOUR })).toBeNull();
    expect(nextAttemptAt({ attemptCount: 1, now: 12 * HOUR, random, expiresAt: 10 * HOUR })).toBeNull();
  });
});

describe("nextLimitedAt", () => {
  const times = { now: 0, createdAt: 0, expiresAt: MESSAGE_AGE_LIMIT_MS };

  it("waits as long as the target asks", () => {
    expect(nextLimitedAt({ ...times, afterMs: 7_000 })).toBe(7_000);
  });

  it("waits at least a second and at most an hour, as the bucket does", () => {
    for (const [asked, given] of [
      [0, 1_000],
      [-5, 1_000],
      [7_000, 7_000],
      [48 * HOUR, HOUR],
    ] as const) {
      expect(limitPauseMs(asked)).toBe(given);
      expect(nextLimitedAt({ ...times, afterMs: asked })).toBe(given);
    }
  });

  it("ends at the age limit, however often the target limits us", () => {
    let now = 0;
    let tries = 0;
    for (;;) {
      const at = nextLimitedAt({ now, createdAt: 0, expiresAt: MESSAGE_AGE_LIMIT_MS, afterMs: 0 });
      if (at === null) break;
      expect(at).toBeGreaterThan(now);
      now = at;
      tries += 1;
    }
    expect(now).toBeGreaterThan(27 * HOUR);
    expect(tries).toBeLessThan(1_000);
  });
});
