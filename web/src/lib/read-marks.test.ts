import { expect, it } from "vitest";
import { readMarks } from "./read-marks.ts";

/** The pieces in one line each, such as `bold italic: text`. */
const read = (text: string) =>
  readMarks(text).map(
    (piece) => `${[...piece.marks, ...(piece.href === null ? [] : [piece.href])].join(" ")}: ${piece.text}`,
  );

it("what stands between two marks is set as they say", () => {
  expect(read("*Shop* is _very_ ~up~ down")).toEqual([
    "bold: Shop",
    ":  is ",
    "italic: very",
    ":  ",
    "struck: up",
    ":  down",
  ]);
});

it("marks stand inside each other, and between backticks everything is as typed", () => {
  expect(read("*a _b_*")).toEqual(["bold: a ", "bold italic: b"]);
  expect(read("`*a*`")).toEqual(["code: *a*"]);
});

it("a sign inside a word, alone, doubled, beside a blank or over two lines is a sign", () => {
  for (const text of ["my_job_name", "2 * 3 * 4", "*", "* a*", "*a\nb*", "**", "**a**"])
    expect(read(text)).toEqual([`: ${text}`]);
});

it("links are shown by their words, and only those of the web are links", () => {
  expect(read("<https://a.example/x|Open>")).toEqual(["https://a.example/x: Open"]);
  expect(read("<https://a.example/x>")).toEqual(["https://a.example/x: https://a.example/x"]);
  expect(read("<javascript:alert(1)|Open>")).toEqual([": <javascript:alert(1)|Open>"]);
});
