import { describe, expect, it } from "vitest";
import { type Groups, moveBy, moveGroup, moveTo, placeOf, slugOf } from "./arrange.ts";

const page = (...groups: readonly string[]): Groups =>
  groups.map((ids, index) => ({
    name: `group ${index}`,
    monitors: Array.from(ids).map((monitor) => ({ monitor, name: null })),
  }));
const order = (groups: Groups): readonly string[] =>
  groups.map(({ monitors }) => monitors.map(({ monitor }) => monitor).join(""));

describe("arranging a status page", () => {
  it("a monitor goes to a place in its group or in another", () => {
    expect(order(moveTo(page("abc", "de"), "a", { group: 0, index: 2 }))).toEqual(["bca", "de"]);
    expect(order(moveTo(page("abc", "de"), "e", { group: 0, index: 1 }))).toEqual(["aebc", "d"]);
    expect(order(moveTo(page("abc"), "nobody", { group: 0, index: 1 }))).toEqual(["abc"]);
  });

  it("step by step it leaves its group at the end, and stops at the end of the page", () => {
    expect(order(moveBy(page("abc", "de"), "b", 1))).toEqual(["acb", "de"]);
    expect(order(moveBy(page("abc", "de"), "c", 1))).toEqual(["ab", "cde"]);
    expect(order(moveBy(page("abc", "de"), "d", -1))).toEqual(["abcd", "e"]);
    expect(order(moveBy(page("abc", "de"), "e", 1))).toEqual(["abc", "de"]);
    expect(order(moveBy(page("abc", "de"), "a", -1))).toEqual(["abc", "de"]);
  });

  it("groups change places, and nothing happens beyond the ends", () => {
    expect(order(moveGroup(page("a", "b", "c"), 2, -1))).toEqual(["a", "c", "b"]);
    expect(order(moveGroup(page("a", "b"), 1, 1))).toEqual(["a", "b"]);
  });

  it("says where a monitor stands", () => {
    expect([placeOf(page("ab", "c"), "c"), placeOf(page("ab"), "x")]).toEqual([{ group: 1, index: 0 }, null]);
  });
});

it.each([
  ["Acme GmbH & Co", "acme-gmbh-co"],
  ["Café — Süd", "cafe-sud"],
  ["监控", ""],
])("the page of %j is suggested at %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
