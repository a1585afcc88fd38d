import { describe, expect, it } from "vitest";
import { isStorm } from "./storm.ts";

const SLACK = { tokens: 3, perMs: 3_000 };

describe("a storm", () => {
  it.each([
    ["ten messages, however slowly they may go", { count: 10, tokens: 1, rate: { tokens: 1, perMs: 60_000 } }, false],
    ["eleven that take longer than ten seconds", { count: 11, tokens: 1, rate: { tokens: 1, perMs: 2_000 } }, true],
    ["what is gone within ten seconds", { count: 13, tokens: 3, rate: SLACK }, false],
    ["what takes longer", { count: 14, tokens: 3, rate: SLACK }, true],
    ["a hundred mails", { count: 100, tokens: 10, rate: { tokens: 10, perMs: 1_000 } }, false],
    ["three hundred mails", { count: 300, tokens: 10, rate: { tokens: 10, perMs: 1_000 } }, true],
    ["what waits while the digest itself could not be sent", { count: 300, tokens: 0.9, rate: SLACK }, false],
  ])("is told from mere traffic: %s", (_what, waiting, expected) => {
    expect(isStorm(waiting)).toBe(expected);
  });
});
