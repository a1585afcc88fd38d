import type { App } from "./app.ts";
import { PROBE_LEASE_MS, PROBES_PER_HOST, runProbe } from "./run-probe.ts";

const BATCH = 100;

/** Runs the probes that are due now, each once, and waits for what they find; says how many there were. */
export async function probeDue(app: App): Promise<number> {
  const request = { limit: BATCH, leaseMs: PROBE_LEASE_MS, perHost: PROBES_PER_HOST, inFlight: {} };
  const claimed = await app.store.watch.claimProbes(request);
  await Promise.all(claimed.map((probe) => runProbe(app, probe)));
  return claimed.length;
}
