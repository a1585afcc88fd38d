import { describe, expect, it } from "vitest";
import type { Description } from "../../route/description.ts";
import { layOutDetails, layOutTitle, type Markup } from "./lay-out.ts";

const markup: Markup = {
  escape: (value) => value.replaceAll("*", "\\*"),
  bold: (escaped) => `*${escaped}*`,
  bullet: "- ",
  newline: "\n",
  whole: /\\./gs,
};
const description = (changes: Partial<Description>): Description => ({
  title: "Backup is DOWN",
  summary: "",
  fields: [],
  url: null,
  tone: "bad",
  ...changes,
});
const field = (value: string, label = "Label") => ({ label, value });

describe("layOutTitle", () => {
  it("marks the title up after it was cut", () => {
    expect(layOutTitle("!", "ab*cd", markup, 100)).toBe("! *ab\\*cd*");
    expect(layOutTitle("!", "ab*cd", markup, 9)).toBe("! *ab\\*…*");
    expect(layOutTitle("!", "ab*cd", markup, 8)).toBe("! *ab…*");
  });
});

describe("layOutDetails", () => {
  it("puts the facts below the summary", () => {
    const details = description({ summary: "No ping.", fields: [field("1", "a*"), field("2", "b")] });
    expect(layOutDetails(details, markup, 500)).toBe("No ping.\n\n- *a\\*:* 1\n- *b:* 2");
  });

  it("is empty when there is nothing to say", () => {
    expect(layOutDetails(description({}), markup, 500)).toBe("");
  });

  it("gives the summary and each fact half of the room", () => {
    const long = "x".repeat(1_000);
    const text = layOutDetails(description({ summary: long, fields: [field(long)] }), markup, 500);
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text).toMatch(/^x{219}…\n\n- \*Label:\* x+…$/);
  });

  it("counts what has no room, the facts over thirty too", () => {
    const fields = Array.from({ length: 40 }, (_, n) => field("x".repeat(40), `fact ${n}`));
    const text = layOutDetails(description({ fields }), markup, 300);
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).toMatch(/^(?:- \*fact \d+:\* x{40}\n){5}- and 35 more$/);
    expect(layOutDetails(description({ fields }), markup, 10_000)).toMatch(/- \*fact 29:\* x{40}\n- and 10 more$/);
  });
});
