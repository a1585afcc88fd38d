import { expect, it } from "vitest";
import { describeDay, formatPercent, levelOf } from "./uptime-words.ts";

const HOUR = 3_600_000;
const day = (percent: number | null, downMs: number) => ({
  date: "2026-03-04",
  percent,
  upMs: 0,
  downMs,
  incidents: downMs > HOUR ? 2 : 1,
});

it.each([
  [null, "–"],
  [100, "100 %"],
  [99.999, "99.999 %"],
  [99.5, "99.5 %"],
  [98.76, "98.7 %"],
  [0, "0 %"],
])("%s per cent are written %s, never rounded up", (percent, text) => {
  expect(formatPercent(percent)).toBe(text);
});

it("a day says how long it was down; one that was not counted says so", () => {
  expect(describeDay(day(91.6, 2 * HOUR))).toBe("2026-03-04: 91.6 %, 2 h down in 2 outages");
  expect(describeDay(day(99.9, 86_400))).toBe("2026-03-04: 99.9 %, 1 min 26 s down in 1 outage");
  expect(describeDay(day(100, 0))).toBe("2026-03-04: 100 %, never down");
  expect(describeDay(day(null, 0))).toBe("2026-03-04: nothing counted");
});

it("a day with any outage is never green", () => {
  expect([day(null, 0), day(100, 0), day(99.999, 1), day(98, HOUR)].map(levelOf)).toEqual([
    "none",
    "up",
    "late",
    "down",
  ]);
});
