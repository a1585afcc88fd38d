import { expect, it } from "vitest";
import { splitInstants } from "./split-instants.ts";

it("the instants of a sentence are found, and nothing of it is lost", () => {
  const text = "No signal since 2026-03-04T12:00:00Z; the deadline was 2026-03-04T13:00:00.500Z.";
  const pieces = splitInstants(text);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.flatMap(({ at }) => at ?? [])).toEqual([Date.UTC(2026, 2, 4, 12), Date.UTC(2026, 2, 4, 13, 0, 0, 500)]);
});

it("what only looks like an instant stays as it is", () => {
  expect(splitInstants("See 2026-99-99T12:00:00Z.")).toEqual([{ text: "See 2026-99-99T12:00:00Z.", at: null }]);
  expect(splitInstants("")).toEqual([]);
});
