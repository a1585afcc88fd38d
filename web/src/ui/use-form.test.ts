import { expect, it } from "vitest";
import { errorUnder } from "./use-form.ts";

it("an error of a part is shown at the field that holds it, and at no other", () => {
  const errors = { "schedule.cron": "never fires", name: "is missing" };
  expect(errorUnder(errors, "schedule")).toBe("never fires");
  expect(errorUnder(errors, "name")).toBe("is missing");
  expect(errorUnder(errors, "sched")).toBeNull();
});
