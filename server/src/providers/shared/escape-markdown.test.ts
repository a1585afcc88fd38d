import { expect, it } from "vitest";
import { escapeMarkdown, markdownLink } from "./escape-markdown.ts";

const MARKS = /[\\*_[\]]/g;

it.each([
  ["a*b_c\\d", "a\\*b\\_c\\\\d"],
  ["https://example.com/a_b", "https://example.com/a_b"],
  ["_x_ http://a.b/c_d?e=f_g, then _y_", "\\_x\\_ http://a.b/c_d?e=f_g, then \\_y\\_"],
  // What an address cannot hold is escaped also where it follows one at once.
  ["https://example.com/a](https://evil.example/_x)", "https://example.com/a\\](https://evil.example/_x)"],
  ["ftp://a_b", "ftp://a\\_b"],
  ["line\r\nbreak\u0000", "line\nbreak"],
])("escapes %j", (text, expected) => {
  expect(escapeMarkdown(text, MARKS)).toBe(expected);
});

it("makes a link that a parenthesis does not end", () => {
  expect(markdownLink("https://example.com/a(b)", "Open")).toBe("[Open](https://example.com/a%28b%29)");
});
