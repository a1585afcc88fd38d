import { describe, expect, it } from "vitest";
import { countInWords, durationInWords, instantInWords, listInWords, stretchesInWords } from "./words.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

describe("durations in words", () => {
  it.each([
    [0, "0 seconds"],
    [999, "less than a second"],
    [SECOND, "1 second"],
    [59 * SECOND + 999, "59 seconds"],
    [MINUTE, "1 minute"],
    [90 * SECOND, "1 minute 30 seconds"],
    [HOUR, "1 hour"],
    [HOUR + 5 * SECOND, "1 hour 5 seconds"],
    [25 * HOUR + MINUTE + SECOND, "1 day 1 hour"],
    [DAY + MINUTE, "1 day 1 minute"],
    [400 * DAY, "400 days"],
    [-5 * SECOND, "0 seconds"],
  ])("%i ms is %s", (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });
});

describe("instants in words", () => {
  it("are UTC to the second, cut and not rounded", () => {
    expect(instantInWords(Date.UTC(2026, 10, 20, 3, 0, 59, 999))).toBe("2026-11-20T03:00:59Z");
  });
});

describe("counts and lists in words", () => {
  it("know one from many", () => {
    expect([countInWords(0, "time"), countInWords(1, "time"), countInWords(2, "time")]).toEqual([
      "0 times",
      "1 time",
      "2 times",
    ]);
  });

  it("join with commas and a last and", () => {
    expect([listInWords([]), listInWords(["a"]), listInWords(["a", "b"]), listInWords(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});

describe("stretches in words", () => {
  const stretch = (minute: number, length: number): { fromAt: number; toAt: number } => ({
    fromAt: Date.UTC(2026, 10, 20, 3, minute),
    toAt: Date.UTC(2026, 10, 20, 3, minute + length),
  });

  it("names a few and sums up many", () => {
    expect(stretchesInWords([])).toBe("");
    expect(stretchesInWords([stretch(1, 2), stretch(5, 1)])).toBe(
      "from 2026-11-20T03:01:00Z to 2026-11-20T03:03:00Z and from 2026-11-20T03:05:00Z to 2026-11-20T03:06:00Z",
    );
    expect(stretchesInWords([stretch(1, 2), stretch(5, 1), stretch(7, 1), stretch(9, 1)])).toBe(
      "4 times between 2026-11-20T03:01:00Z and 2026-11-20T03:10:00Z, 5 minutes in all",
    );
  });
});
