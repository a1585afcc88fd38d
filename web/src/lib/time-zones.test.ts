import { expect, it } from "vitest";
import { timeZones } from "./time-zones.ts";

it("UTC comes first, once, and a zone under an older name is not lost", () => {
  const zones = timeZones("Asia/Chungking");
  expect(zones[0]).toBe("UTC");
  expect(zones.filter((zone) => zone === "UTC")).toHaveLength(1);
  expect(zones).toContain("Asia/Chungking");
  expect(zones).toContain("Europe/Berlin");
});
