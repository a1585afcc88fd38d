/** Where components read what time it is; one timer serves them all, and none runs while nobody looks. */
export interface Ticker {
  /** The server's time as well as we know it, in epoch milliseconds. */
  readonly now: () => number;
  /** Calls back every second while anybody listens. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Notes what time the server's answer said it was. */
  readonly hear: (serverTime: number) => void;
}

/** A clock that is this wrong would show deadlines as passed that are not. */
const TELLING_SKEW_MS = 5_000;

/** Makes the ticker of the page. */
export function createTicker(now: () => number): Ticker {
  const listeners = new Set<() => void>();
  let skew = 0;
  let timer: ReturnType<typeof setInterval> | null = null;
  return {
    now: () => now() + skew,
    hear(serverTime) {
      const difference = serverTime - now();
      skew = Math.abs(difference) < TELLING_SKEW_MS ? 0 : difference;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => {
        for (const each of listeners) each();
      }, 1_000);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}
