import { expect, it } from "vitest";
import { besideField, errorUnder } from "./use-form.ts";

it("an error of a part is shown at the field that holds it, and at no other", () => {
  const errors = { "schedule.cron": "never fires", name: "is missing" };
  expect(errorUnder(errors, "schedule")).toBe("never fires");
  expect(errorUnder(errors, "name")).toBe("is missing");
  expect(errorUnder(errors, "sched")).toBeNull();
});

it("what the API says of a field needs no name beside it", () => {
  expect(besideField('"totp" is wrong, or was used already.', "totp")).toBe("This is wrong, or was used already.");
  expect(besideField("No topic is called so.", "topic")).toBe("No topic is called so.");
});
