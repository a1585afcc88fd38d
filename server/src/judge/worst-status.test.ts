import { describe, expect, it } from "vitest";
import type { ShownStatus } from "../model/index.ts";
import { countStatuses, worstStatus } from "./worst-status.ts";

describe("the one status that stands for many", () => {
  it.each<[readonly ShownStatus[], ShownStatus]>([
    [["up", "late", "down", "paused", "new"], "down"],
    [["up", "late", "new"], "late"],
    [["up", "paused", "new"], "up"],
    [["paused", "new"], "new"],
    [["paused", "paused"], "paused"],
    [[], "new"],
  ])("of %j is %s", (statuses, expected) => {
    expect(worstStatus(countStatuses(statuses))).toBe(expected);
  });
});
