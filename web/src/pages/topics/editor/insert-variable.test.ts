import { expect, it } from "vitest";
import { canBeNamed, insertVariable } from "./insert-variable.ts";

it("a variable stands where the caret was, in place of what was selected", () => {
  expect(insertVariable("", { start: 0, end: 0 }, "name")).toEqual({ text: "$name", caret: 5 });
  expect(insertVariable("It is X.", { start: 6, end: 7 }, "status")).toEqual({ text: "It is $status.", caret: 13 });
});

it("before a letter it is put into braces, so that its name ends where it should", () => {
  expect(insertVariable("s", { start: 0, end: 0 }, "duration")).toEqual({ text: "${duration}s", caret: 11 });
});

it("knows which names of a publication a template can say", () => {
  expect(["order", "_x1"].every(canBeNamed)).toBe(true);
  expect(["order-id", "1st", "größe", ""].some(canBeNamed)).toBe(false);
});
