import { describe, expect, it } from "vitest";
import { formatDuration, formatRelative, formatSpan } from "./durations.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a time span in words", () => {
  it.each([
    [0, "0 ms"],
    [340.4, "340 ms"],
    [4_200, "4.2 s"],
    [59_900, "59 s"],
    [MINUTE, "1 min"],
    [200_000, "3 min 20 s"],
    [2 * HOUR + 5 * MINUTE, "2 h 5 min"],
    [76 * HOUR, "3 d 4 h"],
  ])("%d ms took %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("is now when less than a second is left", () => {
    expect([formatSpan(400), formatSpan(12_300)]).toEqual(["now", "12 s"]);
  });

  it.each([
    [-2_000, "just now"],
    [2_000, "just now"],
    [3_000, "in a moment"],
    [-42_000, "42 s ago"],
    [-5 * MINUTE - 30_000, "5 min ago"],
    [2 * HOUR + 5 * MINUTE, "in 2 h 5 min"],
    [-50 * HOUR, "2 d ago"],
  ])("%d ms from now is %s", (difference, text) => {
    expect(formatRelative(1e12 + difference, 1e12)).toBe(text);
  });
});
