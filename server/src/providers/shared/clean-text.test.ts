import { expect, it } from "vitest";
import { cleanText } from "./clean-text.ts";

it.each([
  ["one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"],
  ["bell\u0007 and nul\u0000 and tab\t", "bell and nul and tab\t"],
  ["half a \ud83d pair", "half a \ufffd pair"],
  ["👩‍👩‍👧 é", "👩‍👩‍👧 é"],
])("makes %j harmless", (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});
