import { describe, expect, it } from "vitest";
import type { SendResult } from "../contract.ts";
import { outcomeOf } from "./http-outcome.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");

const statuses: [status: number, kind: SendResult["kind"], suspends?: boolean][] = [
  [200, "delivered"],
  [202, "delivered"],
  [204, "delivered"],
  [301, "retry"],
  [302, "retry"],
  [304, "retry"],
  [400, "rejected"],
  [401, "retry"],
  [403, "retry"],
  [404, "rejected", true],
  [405, "rejected"],
  [408, "retry"],
  [409, "retry"],
  [410, "rejected", true],
  [413, "rejected"],
  [415, "rejected"],
  [422, "rejected"],
  [425, "retry"],
  [429, "limited"],
  [500, "retry"],
  [501, "retry"],
  [502, "unknown"],
  [503, "retry"],
  [504, "unknown"],
  [520, "retry"],
];

describe("outcomeOf", () => {
  it.each(statuses)("takes %i as %s", (status, kind, suspend) => {
    const outcome = outcomeOf({ kind: "answer", status, headers: {}, body: " why \n" }, NOW);
    expect(outcome).toMatchObject({ kind, answer: `${status} why` });
    expect("suspend" in outcome && outcome.suspend === true).toBe(suspend === true);
  });

  it("waits as long as a 429 or a 503 asks", () => {
    const asks = { "retry-after": "7" };
    for (const status of [429, 503]) {
      expect(outcomeOf({ kind: "answer", status, headers: asks, body: "" }, NOW)).toEqual({
        kind: "limited",
        afterMs: 7_000,
        reason: `The target limits us: it answered ${status} and asks for 7 seconds.`,
        answer: String(status),
      });
    }
    const date = { "retry-after": "Fri, 20 Nov 2026 10:00:30 GMT" };
    expect(outcomeOf({ kind: "answer", status: 429, headers: date, body: "" }, NOW)).toMatchObject({ afterMs: 30_000 });
  });

  it("waits a minute after a 429 that names no time", () => {
    expect(outcomeOf({ kind: "answer", status: 429, headers: {}, body: "" }, NOW)).toMatchObject({ afterMs: 60_000 });
  });

  it.each([
    ["refused-address", "rejected"],
    ["invalid-request", "rejected"],
    ["unreachable", "retry"],
    ["broken", "unknown"],
  ] as const)("takes a request that is %s as %s", (why, kind) => {
    expect(outcomeOf({ kind: "failed", why, reason: "Because." }, NOW)).toEqual({ kind, reason: "Because." });
  });
});
