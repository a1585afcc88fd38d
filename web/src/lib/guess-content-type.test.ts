import { expect, it } from "vitest";
import { guessContentType } from "./guess-content-type.ts";

it.each([
  ['{"a": "b=c"}', "application/json"],
  ["title=Full+disk&status=firing\n", "application/x-www-form-urlencoded"],
  ["no alarm at all", "application/json"],
  ["", "application/json"],
])("%j is read as %s", (body, type) => {
  expect(guessContentType(body)).toBe(type);
});
