import { describe, expect, it } from "vitest";
import { parseDuration, renderDuration, renderWhen } from "./durations.ts";

describe("parseDuration", () => {
  it.each([
    ["30s", 30_000],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["1w", 604_800_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["500ms", 500],
    ["0s", 0],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "5", "m", "5 m", "-5m", "5M", "5m!", "five", "1h-30m", "99999999999999999d"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe("renderDuration", () => {
  it.each([
    [0, "0 s"],
    [119_000, "119 s"],
    [120_000, "2 min"],
    [7_200_000, "2 h"],
    [172_800_000, "2 days"],
  ])("says %d ms as %s", (ms, text) => {
    expect(renderDuration(ms)).toBe(text);
  });
});

describe("renderWhen", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  it.each([
    ["2026-11-20T11:57:00Z", "3 min ago"],
    ["2026-11-20T12:00:00Z", "0 s ago"],
    ["2026-11-20T14:00:00Z", "in 2 h"],
    [null, "-"],
    ["soon", "soon"],
  ])("says %s as %s", (iso, text) => {
    expect(renderWhen(iso, now)).toBe(text);
  });
});
