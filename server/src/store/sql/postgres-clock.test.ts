import { describe, expect, it } from "vitest";
import { createPostgresClock } from "./postgres-clock.ts";

const HOUR = 3_600_000;

/** How long the question and the answer are under way, and how long the machine sleeps after that. */
interface Answer {
  readonly thereMs: number;
  readonly backMs: number;
  readonly sleepMs?: number;
}

/** A process that has just asked a database for its time. */
async function startClock(first: Answer = { thereMs: 1, backMs: 1 }) {
  const times = { database: 1_000_000, running: 5_000, wall: 0 };
  const pass = (ms: number): void => {
    times.database += ms;
    times.running += ms;
    times.wall += ms;
  };
  let answer = first;
  const ask = async (): Promise<number> => {
    pass(answer.thereMs);
    const at = times.database;
    pass(answer.backMs);
    // While the machine sleeps the running time stands still.
    const { sleepMs = 0 } = answer;
    times.database += sleepMs;
    times.wall += sleepMs;
    return at;
  };
  const clock = await createPostgresClock(ask, { running: () => times.running, wall: () => times.wall });
  return {
    clock,
    times,
    pass,
    sync(next: Answer) {
      answer = next;
      return clock.sync();
    },
    error: () => Math.abs(clock.now() - times.database),
  };
}

describe("the time of the database", () => {
  it("stays known while a process is stopped between question and answer", async () => {
    const { sync, error, pass } = await startClock();
    await sync({ thereMs: 1, backMs: 60_000 });
    expect(error()).toBeLessThanOrEqual(2);
    await sync({ thereMs: 60_000, backMs: 1 });
    pass(2_000);
    expect(error()).toBeLessThanOrEqual(2);
  });

  it("is known better with each quick answer, however slow the first one was", async () => {
    const { sync, error } = await startClock({ thereMs: 0, backMs: 400 });
    expect(error()).toBe(200);
    await sync({ thereMs: 1, backMs: 1 });
    expect(error()).toBeLessThanOrEqual(2);
  });

  it("follows a database whose clock is set, and a machine that slept", async () => {
    const { clock, times, sync, error } = await startClock();
    times.database -= HOUR;
    await sync({ thereMs: 1, backMs: 1 });
    expect(error()).toBeLessThanOrEqual(2);
    times.database += HOUR;
    times.wall += HOUR;
    expect(clock.isSuspect()).toBe(true);
    await sync({ thereMs: 1, backMs: 1 });
    expect([clock.isSuspect(), error() <= 2]).toEqual([false, true]);
  });

  it("is asked for once more when the machine slept while the answer was under way", async () => {
    const { clock, sync, error } = await startClock();
    await sync({ thereMs: 1, backMs: 1, sleepMs: HOUR });
    expect(clock.isSuspect()).toBe(true);
    await sync({ thereMs: 1, backMs: 1 });
    expect([clock.isSuspect(), error() <= 2]).toEqual([false, true]);
  });
});
