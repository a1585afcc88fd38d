import { expect, it } from "vitest";
import { SAMPLE_EVENTS } from "../../../test/sample-events.ts";
import { modelText } from "./model-text.ts";

const shout = (value: string): string => value.toUpperCase();

it("fills the variables of a model in, escaped, and leaves its own text alone", () => {
  expect(modelText(SAMPLE_EVENTS.down, "say $name, $unknown", shout)).toBe("say NIGHTLY BACKUP, $unknown");
});

it("is the title when nothing is left", () => {
  expect(modelText(SAMPLE_EVENTS.down, " $up_at\n", shout)).toBe("NIGHTLY BACKUP IS DOWN");
});
