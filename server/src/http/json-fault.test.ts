import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "./json-fault.ts";

describe("the place where a text stops being JSON", () => {
  it.each([
    ["a bare word as a value", '{"a": x}', 1, 7],
    ["a bare word as a key", "{a: 1}", 1, 2],
    ["a key in single quotes", "{'a': 1}", 1, 2],
    ["a comma too many in an object", '{"a": 1,}', 1, 9],
    ["a comma too many in a list", "[1,]", 1, 4],
    ["a missing comma on the third line", '{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ["a missing colon", '{"a" 1}', 1, 6],
    ["a wrong bracket", '{"a": [1}', 1, 9],
    ["a text that ends too early", '{"a": 1', 1, 8],
    ["nothing at all", "", 1, 1],
    ["a number with a zero in front", "[01]", 1, 2],
    ["a line break inside a string", '["a\nb"]', 1, 4],
    ["an unknown escape", '["a\\x"]', 1, 4],
    ["something behind the end", "{} {}", 1, 4],
  ])("%s is found", (_, text, line, column) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(findJsonFault(text)).toEqual({ line, column });
  });

  it("a text that is JSON has its fault behind its end, and no other text has", () => {
    const nearlyJson = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "]", '"', "0", "\\"))
      .map(([text, at, extra]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + extra + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const { line, column } = findJsonFault(text);
        const offset =
          text
            .split("\n")
            .slice(0, line - 1)
            .join("\n").length +
          (line > 1 ? 1 : 0) +
          column -
          1;
        // What lies before the fault can always be completed, so a fault before the end means that it does not parse.
        return isJson(text) ? offset === text.length : offset <= text.length;
      }),
    );
  });

  it("a million opening brackets are no trouble", () => {
    expect(findJsonFault("[".repeat(1_000_000))).toEqual({ line: 1, column: 1_000_001 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
