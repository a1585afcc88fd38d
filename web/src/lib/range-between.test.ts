import { expect, it } from "vitest";
import { rangeBetween } from "./range-between.ts";

it("a range goes both ways, and is one row when its other end is gone", () => {
  const ids = ["a", "b", "c", "d"];
  expect(rangeBetween(ids, "b", "d")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(ids, "c", "a")).toEqual(["a", "b", "c"]);
  expect(rangeBetween(ids, "gone", "b")).toEqual(["b"]);
});
