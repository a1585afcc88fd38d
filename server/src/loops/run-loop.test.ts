import { describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import { type Loop, runLoop } from "./run-loop.ts";

const EVERY_MS = 1_000;

interface Stage {
  readonly loop: Loop;
  readonly clock: FakeClock;
  readonly errors: unknown[];
  /** How many rounds have begun. */
  readonly rounds: () => number;
}

/** A loop whose n-th round (from 1) is `round(n)`. */
function startLoop(round: (n: number, signal: AbortSignal) => boolean | Promise<boolean>): Stage {
  const clock = createFakeClock(0);
  const errors: unknown[] = [];
  let n = 0;
  const loop = runLoop({
    name: "test",
    clock,
    everyMs: EVERY_MS,
    round: async (signal) => round(++n, signal),
    onError: (error) => errors.push(error),
  });
  return { loop, clock, errors, rounds: () => n };
}

/** Lets everything run that needs no time. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("runLoop", () => {
  it("does the first round at once and the next after the pause", async () => {
    const { loop, clock, rounds } = startLoop(() => false);
    await settled();
    expect(rounds()).toBe(1);
    clock.advance(EVERY_MS - 1);
    await settled();
    expect(rounds()).toBe(1);
    clock.advance(1);
    await settled();
    expect(rounds()).toBe(2);
    await loop.stop();
  });

  it("goes on without a pause as long as a round says that there is more", async () => {
    const { loop, rounds } = startLoop((n) => n < 5);
    await settled();
    expect(rounds()).toBe(5);
    await loop.stop();
  });

  it("wakes from its pause when it is rung", async () => {
    const { loop, rounds } = startLoop(() => false);
    await settled();
    loop.ring();
    await settled();
    expect(rounds()).toBe(2);
    await loop.stop();
  });

  it("does not forget a ring that comes while a round runs, however often it is rung", async () => {
    let endFirst = (): void => {};
    const first = new Promise<void>((resolve) => {
      endFirst = resolve;
    });
    const { loop, rounds } = startLoop(async (n) => {
      if (n === 1) await first;
      return false;
    });
    loop.ring();
    loop.ring();
    endFirst();
    await settled();
    expect(rounds()).toBe(2);
    await loop.stop();
  });

  it("reports a round that throws and comes back after the pause, not at once", async () => {
    const { loop, clock, errors, rounds } = startLoop((n) => {
      if (n === 1) throw new Error("the store is busy");
      return false;
    });
    await settled();
    expect(errors).toMatchObject([{ message: "the store is busy" }]);
    expect(rounds()).toBe(1);
    clock.advance(EVERY_MS);
    await settled();
    expect(rounds()).toBe(2);
    await loop.stop();
  });

  it("says for how long no round ended well: a failing or hanging loop grows silent", async () => {
    const { loop, clock } = startLoop((n) => {
      if (n === 2) throw new Error("the store is busy");
      return n === 3 ? new Promise<boolean>(() => {}) : false;
    });
    await settled();
    expect(loop.silentMs()).toBe(0);
    clock.advance(EVERY_MS);
    await settled();
    expect(loop.silentMs()).toBe(EVERY_MS);
    clock.advance(EVERY_MS);
    await settled();
    clock.advance(60_000);
    expect(loop.silentMs()).toBe(2 * EVERY_MS + 60_000);
  });

  it("lets the round in flight end before it has stopped, and tells it to hurry", async () => {
    let endRound = (): void => {};
    let hurry: AbortSignal | undefined;
    const { loop, rounds } = startLoop(async (_, signal) => {
      hurry = signal;
      await new Promise<void>((resolve) => {
        endRound = resolve;
      });
      return true;
    });
    let stopped = false;
    const stopping = loop.stop().then(() => {
      stopped = true;
    });
    await settled();
    expect(stopped).toBe(false);
    expect(hurry?.aborted).toBe(true);
    endRound();
    await stopping;
    expect(rounds()).toBe(1);
  });

  it("stops from its pause at once", async () => {
    const { loop, rounds } = startLoop(() => false);
    await settled();
    await loop.stop();
    expect(rounds()).toBe(1);
  });
});
