import { expect, it } from "vitest";
import { SAMPLE_EVENTS } from "../../../test/sample-events.ts";
import { urgencyOf } from "./urgency.ts";

it("is the severity of what is bad now, and normal for all else", () => {
  const urgencies = Object.entries(SAMPLE_EVENTS).map(([name, { event, facts }]) => [name, urgencyOf(event, facts)]);
  expect(Object.fromEntries(urgencies)).toEqual({
    down: "error",
    up: "normal",
    changed: "critical",
    "was-down": "normal",
    "recovered-late": "normal",
    publication: "normal",
    test: "normal",
    suspended: "error",
    digest: "critical",
  });
});

it("is normal for a digest of recoveries", () => {
  const { facts } = SAMPLE_EVENTS.digest;
  const recovered = { ...facts, down: 0 } as typeof facts;
  expect(urgencyOf("digest", recovered)).toBe("normal");
});
