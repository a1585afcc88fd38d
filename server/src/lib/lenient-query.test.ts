import { describe, expect, it } from "vitest";
import { parseLenientQuery } from "./lenient-query.ts";

const parse = (raw: string): Record<string, string> => Object.fromEntries(parseLenientQuery(raw));

describe("a query that nobody encoded with care", () => {
  it.each([
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a=x%20y+z", { a: "x y z" }],
    ["a=%C3%A4&b=%E4", { a: "ä", b: "ä" }],
    ["a=100%&b=%zz&c=%2", { a: "100%", b: "%zz", c: "%2" }],
    ["a=b=c==", { a: "b=c==" }],
    ["a=1&a=2", { a: "2" }],
    ["a&&b=", { a: "", "": "", b: "" }],
    ["%61=1", { a: "1" }],
    ["", { "": "" }],
    ["a=%EF%BB%BFx", { a: "\ufeffx" }],
  ])("%s", (raw, values) => {
    expect(parse(raw)).toEqual(values);
  });
});
