import { describe, expect, it } from "vitest";
import { freeName } from "../../lib/free-name.ts";
import { topicOf } from "./add-integration.ts";
import { graceOf, RHYTHMS } from "./rhythms.ts";

describe("the first steps", () => {
  it("leave a job a fifth of its rhythm, at least a minute and at most an hour", () => {
    expect(RHYTHMS.map(({ periodSeconds }) => graceOf(periodSeconds))).toEqual([60, 60, 180, 720, 3_600, 3_600]);
  });

  it("name an integration after its service, and number the second one", () => {
    expect(freeName("Slack", ["log"])).toBe("Slack");
    expect(freeName("Slack", ["Slack", "Slack 2"])).toBe("Slack 3");
  });

  it("tell the monitor's first topic, or the usual one", () => {
    expect(topicOf({ topics: ["ops+night", "default+alerts"] })).toBe("ops+night");
    expect(topicOf({ topics: [] })).toBe("default+alerts");
  });
});
