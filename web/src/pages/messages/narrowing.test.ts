import { expect, it } from "vitest";
import { instantOf, isNarrowed, localOf, narrowingOf } from "./narrowing.ts";

const NOW = Date.parse("2026-03-04T12:00:00Z");

it("a stretch up to now begins where now says, and goes before an instant in the address", () => {
  expect(narrowingOf({ status: "dead", since: "24h" }, NOW)).toEqual({
    status: "dead",
    from: "2026-03-03T12:00:00.000Z",
  });
  expect(narrowingOf({ since: "1h", from: "2020-01-01T00:00:00Z" }, NOW).from).toBe("2026-03-04T11:00:00.000Z");
});

it("a stretch that there is not narrows nothing", () => {
  expect(narrowingOf({ since: "a while" }, NOW)).toEqual({});
});

it("a local date and time is the same instant there and back, to the minute", () => {
  const instant = "2026-03-04T12:34:00.000Z";
  expect(instantOf(localOf(instant))).toBe(instant);
  expect([localOf(undefined), localOf("yesterday"), instantOf("")]).toEqual(["", "", undefined]);
});

it("knows whether anything is left out", () => {
  expect([isNarrowed({}), isNarrowed({ topic: "a+b" })]).toEqual([false, true]);
});
