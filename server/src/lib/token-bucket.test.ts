import { describe, expect, it } from "vitest";
import { refill } from "./token-bucket.ts";

const RATE = { tokens: 10, perMs: 1_000 };

describe("refill", () => {
  it("starts full", () => {
    expect(refill(null, RATE, 5_000)).toEqual({ tokens: 10, refilledAt: 5_000 });
  });

  it("drips evenly, fractions too", () => {
    expect(refill({ tokens: 0, refilledAt: 0 }, RATE, 250)).toEqual({ tokens: 2.5, refilledAt: 250 });
  });

  it("loses nothing when it is asked often", () => {
    let bucket = { tokens: 0, refilledAt: 0 };
    for (let now = 1; now <= 100; now++) bucket = refill(bucket, RATE, now);
    expect(bucket.tokens).toBeCloseTo(1, 9);
  });

  it("never holds more than it can", () => {
    expect(refill({ tokens: 9, refilledAt: 0 }, RATE, 3_600_000).tokens).toBe(10);
  });

  it("keeps what it has when the clock goes back, and drips on from there instead of standing still", () => {
    const back = refill({ tokens: 3, refilledAt: 10_000 }, RATE, 4_000);
    expect(back).toEqual({ tokens: 3, refilledAt: 4_000 });
    expect(refill(back, RATE, 4_200).tokens).toBe(5);
  });

  it("fits a smaller rate at once", () => {
    expect(refill({ tokens: 10, refilledAt: 0 }, { tokens: 2, perMs: 1_000 }, 0).tokens).toBe(2);
  });
});
