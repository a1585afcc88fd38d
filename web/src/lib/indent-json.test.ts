import { expect, it } from "vitest";
import { indentJson } from "./indent-json.ts";

it("JSON is set out over several lines", () => {
  expect(indentJson('{"a":[1,"b"]}')).toBe('{\n  "a": [\n    1,\n    "b"\n  ]\n}');
});

it.each(["", "title=Full+disk", '"only a text"', '{"id":12345678901234567890}'])("%j stays as it came", (text) => {
  expect(indentJson(text)).toBeNull();
});
