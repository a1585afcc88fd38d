import { expect, it } from "vitest";
import { createUnsaved } from "./unsaved.ts";

it("forms that hold something typed are counted, each until it lets go, once", () => {
  const { count, hold } = createUnsaved();
  const [first, second] = [hold(), hold()];
  expect(count.get()).toBe(2);
  first();
  first();
  expect(count.get()).toBe(1);
  second();
  expect(count.get()).toBe(0);
});
