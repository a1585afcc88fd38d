import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneOf } from "./zone.ts";

const HOUR = 3_600_000;
const utc = (text: string): number => Date.parse(`${text}Z`);

describe("a zone", () => {
  const berlin = zoneOf("Europe/Berlin");

  it("finds the one instant of an ordinary local time", () => {
    expect(berlin.resolve(utc("2026-07-01T12:00"))).toEqual({ kind: "once", at: utc("2026-07-01T10:00") });
  });

  it("knows that the clock skips an hour in spring", () => {
    expect(berlin.resolve(utc("2026-03-29T02:30"))).toEqual({
      kind: "gap",
      at: utc("2026-03-29T01:00"),
      gap: { from: utc("2026-03-29T02:00"), to: utc("2026-03-29T03:00") },
    });
    expect(berlin.resolve(utc("2026-03-29T03:00"))).toEqual({ kind: "once", at: utc("2026-03-29T01:00") });
  });

  it("knows that the clock shows an hour twice in autumn", () => {
    expect(berlin.resolve(utc("2026-10-25T02:00"))).toEqual({
      kind: "twice",
      first: utc("2026-10-25T00:00"),
      second: utc("2026-10-25T01:00"),
      overlap: { from: utc("2026-10-25T02:00"), to: utc("2026-10-25T03:00") },
    });
    expect(berlin.resolve(utc("2026-10-25T03:00"))).toEqual({ kind: "once", at: utc("2026-10-25T02:00") });
  });

  it("knows changes of half an hour, at midnight, and of a whole day", () => {
    const lordHowe = zoneOf("Australia/Lord_Howe").resolve(utc("2026-10-04T02:15"));
    expect(lordHowe.kind === "gap" && lordHowe.gap.to - lordHowe.gap.from).toBe(HOUR / 2);
    expect(zoneOf("America/Nuuk").resolve(utc("2026-03-28T23:30")).kind).toBe("gap");
    expect(zoneOf("Pacific/Apia").resolve(utc("2011-12-30T12:00")).kind).toBe("gap");
  });

  it("resolves what it shows at an instant back to that instant", () => {
    const timezones = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/St_Johns",
      "Pacific/Chatham",
      "Africa/Casablanca",
      "Asia/Kathmandu",
    );
    fc.assert(
      fc.property(timezones, fc.integer({ min: utc("1975-01-01"), max: utc("2100-01-01") }), (timezone, at) => {
        const time = zoneOf(timezone).resolve(zoneOf(timezone).localOf(at));
        expect(time.kind === "twice" ? [time.first, time.second] : [time.kind === "once" && time.at]).toContain(at);
      }),
      { numRuns: 500 },
    );
  });
});
