import type { Clock } from "../src/lib/clock.ts";

export interface FakeClock extends Clock {
  /** Lets time pass and wakes whoever slept that long. */
  advance(ms: number): void;
  /** Sets the clock, also backwards; nobody wakes. */
  set(at: number): void;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved. */
export function createFakeClock(startAt: number): FakeClock {
  let now = startAt;
  let sleepers: readonly Sleeper[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        sleepers = [...sleepers, { wakeAt: now + ms, wake: resolve }];
        signal?.addEventListener("abort", () => resolve());
      }),
    advance(ms) {
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.wakeAt <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.wakeAt > now);
      for (const sleeper of due) sleeper.wake();
    },
    set(at) {
      now = at;
    },
  };
}
