import type { Clock } from "../lib/clock.ts";

export interface Loop {
  readonly name: string;
  /** How long ago the last round ended well, in milliseconds; while it runs for the first time, how long that takes. */
  readonly silentMs: () => number;
  /** Ends the pause before the next round. */
  readonly ring: () => void;
  /** Lets the round in flight end, then stops. */
  readonly stop: () => Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Does what is due now; true asks for the next round at once. */
  readonly round: (signal: AbortSignal) => Promise<boolean>;
  /** The pause between rounds. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** Runs rounds one after another until stopped. A round that throws is reported, and the next one comes after the pause. */
export function runLoop(options: LoopOptions): Loop {
  const { clock } = options;
  const stopping = new AbortController();
  let pause = new AbortController();
  let rung = false;
  let lastGoodAt = clock.now();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let again = false;
      rung = false;
      try {
        again = await options.round(stopping.signal);
        lastGoodAt = clock.now();
      } catch (error) {
        options.onError(error);
      }
      if (again || rung || stopping.signal.aborted) continue;
      pause = new AbortController();
      await clock.sleep(options.everyMs, pause.signal);
    }
  }

  const running = run();
  return {
    name: options.name,
    silentMs: () => clock.now() - lastGoodAt,
    ring() {
      rung = true;
      pause.abort();
    },
    async stop() {
      stopping.abort();
      pause.abort();
      await running;
    },
  };
}
