import { expect, it } from "vitest";
import { checkService, deadAfter, NEW_SERVICE, serviceBody, serviceInWords } from "./service-values.ts";

it("a service says what is missing, in words", () => {
  expect(Object.keys(checkService(NEW_SERVICE))).toEqual(["name"]);
  expect(Object.keys(checkService({ ...NEW_SERVICE, name: "Fax", every: "0", threshold: "-1" }))).toEqual([
    "interval.every",
    "threshold",
  ]);
  expect(checkService({ ...NEW_SERVICE, name: "Fax", every: " 2 " })).toEqual({});
});

it("what was typed becomes numbers", () => {
  const values = { ...NEW_SERVICE, name: " Fax ", every: " 2", unit: "hours" as const, threshold: "1" };
  const interval = { every: 2, unit: "hours" };
  expect(serviceBody(values)).toEqual({ name: "Fax", interval, threshold: 1, topic: null });
});

it("a service is dead after interval × (threshold + 1)", () => {
  expect(deadAfter({ ...NEW_SERVICE, every: "2", unit: "hours", threshold: "1" })).toBe("4 h");
  expect(deadAfter({ ...NEW_SERVICE, every: "two" })).toBeNull();
  expect(serviceInWords({ interval: { every: 2, unit: "hours" }, threshold: 1 })).toBe(
    "every 2 hours, 1 may be missed",
  );
  const daily = { every: 1, unit: "days" as const };
  expect(serviceInWords({ interval: daily, threshold: 0 })).toBe("every day, none may be missed");
  expect(serviceInWords({ interval: null, threshold: 0 })).toBe("by its schedule, none may be missed");
});
