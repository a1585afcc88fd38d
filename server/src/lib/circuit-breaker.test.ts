import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterNoOutcome, afterOutcome, type Breaker, CLOSED, type TargetOutcome } from "./circuit-breaker.ts";

const SECOND = 1_000;

/** Plays outcomes, `F` for a failure and anything else for a success, all at the same instant. */
function play(outcomes: string, breaker: Breaker = CLOSED, now = 0): Breaker {
  return Array.from(outcomes).reduce((state, each) => afterOutcome(state, each === "F" ? "ill" : "well", now), breaker);
}

/** The caller that may ask asks now, and has a minute for it. */
function probe(breaker: Breaker, now: number): Breaker {
  if (breaker.open === null || breaker.open.untilAt > now) throw new Error("nobody may ask");
  return { ...breaker, open: { ...breaker.open, probing: true, untilAt: now + 60 * SECOND } };
}

describe("a closed breaker", () => {
  it("opens for 30 s after ten failures in a row, not after nine", () => {
    expect(play("F".repeat(9)).open).toBeNull();
    expect(play("F".repeat(10), CLOSED, 7)).toMatchObject({
      open: { sinceAt: 7, untilAt: 7 + 30 * SECOND, waitMs: 30 * SECOND, probing: false },
    });
  });

  it("opens when more than half of the last twenty failed, not at half", () => {
    expect(play("F.".repeat(10)).open).toBeNull();
    expect(play("FF.".repeat(5)).open).toBeNull();
    expect(play(`${"FF.".repeat(5)}F`).open).not.toBeNull();
  });

  it("takes what was before the first failure as well: eleven of the last twenty open it, whenever they began", () => {
    expect(play(`${".".repeat(500)}FFFFF.FFFFF`).open).toBeNull();
    expect(play(`${".".repeat(500)}FFFFF.FFFFFF`).open).not.toBeNull();
  });

  it("forgets failures that are twenty outcomes old", () => {
    expect(play(`FFFFFFFFF${".".repeat(20)}`)).toEqual(CLOSED);
    expect(play(`FFFFFFFFF${".".repeat(12)}FFFFFFFFF`).open).toBeNull();
  });
});

describe("an open breaker", () => {
  const open = play("F".repeat(10));

  it("does not open longer for what was under way when it opened", () => {
    expect(play("FFFF", open, 20 * SECOND)).toEqual(open);
  });

  it("closes with the first success, and has forgotten everything", () => {
    expect(play(".", open, SECOND)).toEqual(CLOSED);
    expect(play(".", probe(open, 30 * SECOND), 31 * SECOND)).toEqual(CLOSED);
  });

  it("waits 30 s, 1, 2, 4, 8 and then 10 minutes between one failed probe and the next", () => {
    let now = 0;
    let breaker = open;
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const untilAt = breaker.open?.untilAt ?? 0;
      waits.push((untilAt - now) / SECOND);
      now = untilAt;
      breaker = play("F", probe(breaker, now), now);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600]);
    expect(breaker.open).toMatchObject({ sinceAt: 0 });
  });

  it("lets the next one ask at once when whoever had the turn learnt nothing", () => {
    const after = afterNoOutcome(probe(open, 30 * SECOND), 31 * SECOND);
    expect(after.open).toEqual({ sinceAt: 0, untilAt: 31 * SECOND, waitMs: 30 * SECOND, probing: false });
  });

  it("takes no notice of somebody who learnt nothing and had no turn", () => {
    expect(afterNoOutcome(open, SECOND)).toBe(open);
    expect(afterNoOutcome(CLOSED, SECOND)).toBe(CLOSED);
  });
});

it("a breaker is never open after a success, and never opens before ten failures", () => {
  const outcome = fc.constantFrom<TargetOutcome>("well", "ill");
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 60 }), (outcomes) => {
      const last = outcomes.reduce((breaker, each) => afterOutcome(breaker, each, 0), CLOSED);
      const failures = outcomes.filter((each) => each === "ill").length;
      if (outcomes.at(-1) === "well" || failures < 10) expect(last.open).toBeNull();
    }),
  );
});
