import { expect, it } from "vitest";
import { findTraces, tracesOf } from "./machine-traces.ts";

it("paths of the machine and hosts of registries are found with their line", () => {
  const traces = tracesOf("/home/kim/watchbell", "/home/kim", "https://packages.example.org/npm/");
  const text = "one\nsee /home/kim/watchbell/docs\nfetched from packages.example.org\n";
  expect(findTraces("a.md", text, traces).map(({ where }) => where)).toEqual(["a.md:2", "a.md:2", "a.md:3"]);
  expect(findTraces("a.md", "see docs/glossary.md\n", traces)).toEqual([]);
});
