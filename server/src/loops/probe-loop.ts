import type { App } from "../actions/app.ts";
import { PROBE_LEASE_MS, PROBES_PER_HOST, runProbe } from "../actions/run-probe.ts";
import type { ClaimedProbe } from "../store/ports.ts";

/** So many probes are in flight at a time at most. */
const MAX_IN_FLIGHT = 1_000;
/** The rest is for hosts that have nothing in flight, so that many that hang cannot take all of it. */
const SHARED_IN_FLIGHT = 500;
/** So many are claimed in one transaction at most, so that pings do not wait long behind them. */
const BATCH = 100;
const EVERY_MS = 250;

export interface Probing {
  /** Claims what is due and starts to run it, without waiting for what is found; true when there may be more. */
  readonly round: () => Promise<boolean>;
  readonly everyMs: number;
  /** Says whom to wake when a probe is done whose slot may be waited for. */
  readonly onSlotFree: (wake: () => void) => void;
  /** Gives back what has found nothing yet: others look at once. */
  readonly handOver: () => void;
  /** Waits until nothing is in flight. */
  readonly drain: () => Promise<void>;
}

/** Makes the probing: a host that hangs fills its own slots and nobody else's. */
export function createProbing(app: App): Probing {
  const running = new Set<Promise<void>>();
  const inFlight = new Map<string, number>();
  const handingOver = new AbortController();
  let wake = (): void => {};

  function start(probe: ClaimedProbe): void {
    const { host } = probe;
    inFlight.set(host, (inFlight.get(host) ?? 0) + 1);
    const run: Promise<void> = runSafely(app, probe, handingOver.signal).then(() => {
      running.delete(run);
      const left = (inFlight.get(host) ?? 1) - 1;
      if (left === 0) inFlight.delete(host);
      else inFlight.set(host, left);
      // Only whoever frees a slot that was all there was for its host, or for all, wakes the loop.
      if (left + 1 >= PROBES_PER_HOST || running.size + 1 >= SHARED_IN_FLIGHT) wake();
    });
    running.add(run);
  }

  return {
    everyMs: EVERY_MS,
    onSlotFree(listener) {
      wake = listener;
    },
    async round() {
      const isCrowded = running.size >= SHARED_IN_FLIGHT;
      const limit = Math.min(BATCH, (isCrowded ? MAX_IN_FLIGHT : SHARED_IN_FLIGHT) - running.size);
      if (limit <= 0) return false;
      const perHost = isCrowded ? 1 : PROBES_PER_HOST;
      const request = { limit, leaseMs: PROBE_LEASE_MS, perHost, inFlight: Object.fromEntries(inFlight) };
      const claimed = await app.store.watch.claimProbes(request);
      for (const probe of claimed) start(probe);
      return claimed.length > 0;
    },
    handOver: () => handingOver.abort(),
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A probe whose result could not be recorded is due again when its lease ends. */
async function runSafely(app: App, probe: ClaimedProbe, handOver: AbortSignal): Promise<void> {
  try {
    await runProbe(app, probe, handOver);
  } catch (error) {
    app.log.error({ monitorId: probe.monitorId, error: String(error) }, "the result of a probe was not recorded");
  }
}
