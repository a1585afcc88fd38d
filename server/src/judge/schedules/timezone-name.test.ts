import { describe, expect, it } from "vitest";
import { LEGACY_TIMEZONES } from "./legacy-timezones.ts";
import { canonicalTimezone, timezoneFault } from "./timezone-name.ts";

function offsets(timezone: string): readonly string[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  return [0, 6].map((month) => format.format(Date.UTC(2026, month, 15)));
}

describe("canonicalTimezone", () => {
  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["UTC", "UTC"],
    ["Etc/UTC", "UTC"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["Europe/Kyiv", "Europe/Kyiv"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["US/Eastern", "America/New_York"],
    ["EST", "America/Panama"],
    ["Europe/Amsterdam", "Europe/Amsterdam"],
    ["Etc/GMT+5", "Etc/GMT+5"],
  ])("knows %s as %s", (name, canonical) => {
    expect(canonicalTimezone(name)).toBe(canonical);
  });

  it.each([
    "",
    "europe/berlin",
    "utc",
    "+02:00",
    "CEST",
    "Berlin",
    "Europe/Nowhere",
    "Europe/Berlin ",
    "x".repeat(10_000),
  ])("knows no %s", (name) => expect(canonicalTimezone(name)).toBeNull());

  it("names for each old name a zone of the platform that has the same time", () => {
    expect(LEGACY_TIMEZONES.size).toBeGreaterThan(140);
    for (const [old, name] of LEGACY_TIMEZONES) {
      expect(canonicalTimezone(name), old).toBe(name);
      expect(offsets(old), old).toEqual(offsets(name));
    }
  });

  it("knows all zones that the platform lists", () => {
    for (const name of Intl.supportedValuesOf("timeZone")) expect(canonicalTimezone(name), name).not.toBeNull();
  });
});

describe("timezoneFault", () => {
  it.each([
    ["europe/berlin", "Did you mean Europe/Berlin?"],
    ["america/new york", "Did you mean America/New_York?"],
    ["Kyiv", "Did you mean Europe/Kyiv?"],
    ["us/pacific", "Did you mean America/Los_Angeles?"],
    ["+02:00", "or Etc/GMT-2 for this offset all year"],
    ["UTC-5", "or Etc/GMT+5 for this offset all year"],
    ["+05:30", "An offset does not know when the clock changes"],
    ["CEST", "Abbreviations mean different zones"],
    ["", "Write a zone such as Europe/Berlin, or UTC."],
    ["Mars/Olympus", "Write a name of the tz database"],
  ])("helps with %s", (name, hint) => {
    expect(timezoneFault(name)).toContain(hint);
  });

  it("finds no fault with a zone", () => {
    expect(timezoneFault("Europe/Berlin")).toBeNull();
  });
});
