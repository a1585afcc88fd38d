import { expect, it } from "vitest";
import { splitLinks } from "./split-links.ts";

const linksOf = (text: string): readonly string[] =>
  splitLinks(text)
    .filter(({ isLink }) => isLink)
    .map(({ text: link }) => link);

it("addresses become links, without the full stop of their sentence", () => {
  expect(linksOf("See https://wiki.example.org/run?x=1#a, then (http://b.example).")).toEqual([
    "https://wiki.example.org/run?x=1#a",
    "http://b.example",
  ]);
});

it("nothing is lost, and nothing else becomes a link", () => {
  const text = "javascript:alert(1) and ftp://x\nhttps://a.example\nend";
  expect(
    splitLinks(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
  expect(linksOf(text)).toEqual(["https://a.example"]);
  expect(splitLinks("")).toEqual([]);
});
