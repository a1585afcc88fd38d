import { expect, it } from "vitest";
import { compareValues, type SortValue } from "./compare-values.ts";

const sorted = (values: readonly SortValue[]): readonly SortValue[] =>
  values.toSorted((a, b) => compareValues(a, b, false));

it("texts are sorted as people read them, numbers by size", () => {
  expect(sorted(["job 10", "Job 9", "backup"])).toEqual(["backup", "Job 9", "job 10"]);
  expect(sorted([10, 9, 100])).toEqual([9, 10, 100]);
});

it("nothing stands last, whichever way the rest is sorted", () => {
  const values = [null, 2, 1];
  expect(sorted(values)).toEqual([1, 2, null]);
  expect(values.toSorted((a, b) => -compareValues(a, b, true))).toEqual([2, 1, null]);
});
