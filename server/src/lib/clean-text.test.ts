import { describe, expect, it } from "vitest";
import { cleanLine, cleanText, LINES, ONE_LINE, onOneLine } from "./clean-text.ts";

describe("text of a stranger", () => {
  it("is refused on one line when it holds a line break of any kind or a control character, and only then", () => {
    expect(["backup", "Ünïcödé 💾", ""].every((text) => ONE_LINE.test(text))).toBe(true);
    const bad = ["a\nb", "a\rb", "a\tb", "a\u0000b", "a\u007fb", "a\u0085b", "a\u2028b", "a\u2029b"];
    expect(bad.filter((text) => ONE_LINE.test(text))).toEqual([]);
  });

  it("may have tabs and line breaks on several lines, and no other control character", () => {
    expect(LINES.test("one\r\n\ttwo\nthree\u2028four")).toBe(true);
    expect(["a\u0000b", "a\u000bb", "a\u001bb", "a\u009bb"].filter((text) => LINES.test(text))).toEqual([]);
  });

  it("is put on one line, and made of whole characters", () => {
    expect(onOneLine("a\r\nb\u2028c\u0007d\ud800")).toBe("a b c d\ufffd");
  });

  it("keeps its lines where there may be some, and is cut where it is too long", () => {
    expect(cleanText("  one\r\n\ttwo\u0007\u001b[31m three ", 100)).toBe("one\n\ttwo  [31m three");
    expect(cleanText("x".repeat(5_000), 10)).toBe(`${"x".repeat(9)}…`);
    expect(cleanLine("one\r\n\n\ttwo  \u2028 three", 100)).toBe("one two three");
  });
});
