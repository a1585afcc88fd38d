import { expect, it } from "vitest";
import { createEventParser } from "./parse-events.ts";

it("events that come in pieces are put together", () => {
  const parse = createEventParser();
  expect(parse(': hello\n\nevent: change\ndata: {"a"')).toEqual([]);
  expect(parse(":1}\r\n\r\ndata: one\ndata: two\n\n")).toEqual([
    { event: "change", data: '{"a":1}' },
    { event: "message", data: "one\ntwo" },
  ]);
});

it("a comment keeps the line open and says nothing", () => {
  expect(createEventParser()(": ping\n\n")).toEqual([]);
});
