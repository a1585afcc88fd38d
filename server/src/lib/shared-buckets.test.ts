import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSharedBuckets, type SharedBuckets } from "./shared-buckets.ts";

const SECOND = 1_000;

/** So many processes on one clock that tell each other every second. */
function processes(count: number, perMinute: number) {
  const clock = { at: 0 };
  const all = Array.from({ length: count }, () => createSharedBuckets({ now: () => clock.at, perMinute }));
  const tell = (): void => {
    for (const from of all) {
      const uses = from.report();
      if (uses !== null) for (const to of all) if (to !== from) to.hear(uses);
    }
  };
  return { clock, all, tell };
}

function takeMany(buckets: SharedBuckets, id: string, times: number): number {
  let taken = 0;
  for (let n = 0; n < times; n++) if (buckets.take(id) === 0) taken += 1;
  return taken;
}

describe("buckets of many", () => {
  it("let a minute's worth through at once, then as much as drips in, and say how long to wait", () => {
    const { clock, all } = processes(1, 60);
    const [buckets] = all as [SharedBuckets];
    expect(takeMany(buckets, "ann", 100)).toBe(60);
    expect(buckets.take("ann")).toBe(SECOND);
    clock.at += 400;
    expect(buckets.take("ann")).toBe(600);
    clock.at += 600;
    expect(buckets.take("ann")).toBe(0);
    expect(buckets.take("bob")).toBe(0);
  });

  it("forget the oldest when there are too many, and never grow beyond that", () => {
    const buckets = createSharedBuckets({ now: () => 0, perMinute: 1, maxBuckets: 2 });
    for (const id of ["ann", "bob", "cleo"]) expect(buckets.take(id)).toBe(0);
    expect(buckets.take("cleo")).toBeGreaterThan(0);
    expect(buckets.take("ann")).toBe(0);
  });

  it("tell the others of whoever takes much, once, and of nobody who takes little", () => {
    const { all } = processes(1, 10_000);
    const [buckets] = all as [SharedBuckets];
    takeMany(buckets, "little", 99);
    takeMany(buckets, "much", 150);
    expect(buckets.report()).toEqual({ much: 150 });
    expect(buckets.report()).toBeNull();
    buckets.take("little");
    expect(buckets.report()).toEqual({ little: 100 });
  });

  it("tell of fifty at a time, and of the rest the next time", () => {
    const { all } = processes(1, 10);
    const [buckets] = all as [SharedBuckets];
    for (let n = 0; n < 120; n++) buckets.take(`sender ${n}`);
    const sizes = [1, 2, 3, 4].map(() => Object.keys(buckets.report() ?? {}).length);
    expect(sizes).toEqual([50, 50, 20, 0]);
  });

  it("are in debt for a minute at most, whatever the others let through", () => {
    const { clock, all } = processes(1, 60);
    const [buckets] = all as [SharedBuckets];
    for (let n = 0; n < 100; n++) buckets.hear({ ann: 60 });
    expect(buckets.take("ann")).toBe(61 * SECOND);
    clock.at += 61 * SECOND;
    expect(buckets.take("ann")).toBe(0);
  });
});

describe("several processes", () => {
  it("let through little more than one would, however the requests are spread", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 600, max: 6_000 }), (count, perMinute) => {
        const { clock, all, tell } = processes(count, perMinute);
        const perSecond = perMinute / 60;
        let taken = 0;
        // Everybody asks for twice what is allowed to all of them together, for two minutes.
        for (let second = 0; second < 120; second++) {
          for (const each of all) taken += takeMany(each, "ann", Math.ceil((2 * perSecond) / count));
          tell();
          clock.at += SECOND;
        }
        const alone = 3 * perMinute;
        const unknown = (count - 1) * (Math.ceil((2 * perSecond) / count) + 0.01 * perMinute + 1);
        expect(taken).toBeLessThanOrEqual(alone + unknown);
        expect(taken).toBeGreaterThan(2 * perMinute);
      }),
      { numRuns: 25 },
    );
  });
});
