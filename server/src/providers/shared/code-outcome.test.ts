import { describe, expect, it } from "vitest";
import { outcomeOfCode, wordsOf } from "./code-outcome.ts";

const codes = { dead: new Set(["1"]), refused: new Set(["2"]), limited: new Map([["3", 5_000]]) };
const NOW = Date.parse("2026-11-20T10:00:00Z");

const outcome = (code: string, headers: Record<string, string> = {}) => {
  const said = { service: "Somebody", code, text: " no way. " };
  return outcomeOfCode(said, codes, { kind: "answer", status: 200, headers, body: "no" }, NOW);
};

describe("the code of a service", () => {
  it("condemns the target, or the message, or asks to wait", () => {
    expect([outcome("1"), outcome("2"), outcome("3")]).toEqual([
      {
        kind: "rejected",
        suspend: true,
        reason: "Somebody no longer takes messages here: 1 no way.",
        answer: "200 no",
      },
      { kind: "rejected", reason: "Somebody refused the message: 2 no way.", answer: "200 no" },
      { kind: "limited", afterMs: 5_000, reason: "Somebody limits us: 3 no way.", answer: "200 no" },
    ]);
  });

  it("waits as long as the service says, where it says so", () => {
    expect(outcome("3", { "retry-after": "9" })).toMatchObject({ afterMs: 9_000 });
  });

  it("says nothing when it is unknown", () => {
    expect(outcome("4")).toBeNull();
    expect(wordsOf({ service: "Somebody", code: "4", text: "" })).toBe("4");
  });
});
