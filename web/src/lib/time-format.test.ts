import { expect, it } from "vitest";
import { createFormatInstant, zoneOf } from "./time-format.ts";

const formatInstant = createFormatInstant();
const NOON = Date.UTC(2026, 2, 4, 12, 0, 5);

it("an instant is written in the zone that was chosen", () => {
  expect(formatInstant(NOON, "UTC", true)).toBe("2026-03-04 12:00:05 UTC");
  expect(formatInstant(NOON, "Asia/Shanghai")).toBe("2026-03-04 20:00:05");
  expect(formatInstant(Date.UTC(2026, 2, 4), "UTC")).toBe("2026-03-04 00:00:00");
});

it("a monitor's zone is used where there is one", () => {
  expect([zoneOf("monitor", "Europe/Berlin"), zoneOf("monitor", null), zoneOf("utc", "Europe/Berlin")]).toEqual([
    "Europe/Berlin",
    undefined,
    "UTC",
  ]);
});
