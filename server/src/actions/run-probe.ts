import type { ClaimedProbe } from "../store/ports.ts";
import type { App } from "./app.ts";

/** A lease lasts so much longer than the probe may take, so that it is lost only by a process that died. */
export const PROBE_LEASE_MS = 30_000;
/** So many probes of one host are in flight at a time. */
export const PROBES_PER_HOST = 16;

/**
 * Runs a claimed probe and records what it found; it is durable when this returns. When `handOver` aborts before
 * anything was found, the probe is given back: what a stopping process still finds says nothing of the monitor.
 */
export async function runProbe(app: App, claimed: ClaimedProbe, handOver?: AbortSignal): Promise<void> {
  const { monitorId, leaseId, at: startedAt, spec, credentials } = claimed;
  const found = await untilAborted(app.prober.run(spec, credentials), handOver);
  if (found === null) return await app.store.watch.giveBackProbe({ monitorId, leaseId });
  app.metrics.probes.inc({ kind: spec.type, verdict: found.verdict });
  app.metrics.probeSeconds.observe({ kind: spec.type }, found.timings.totalMs / 1_000);
  const outcome = await app.recorder.record({
    address: { by: "id", monitorId },
    signal: { type: "probe", leaseId, startedAt, ...found },
  });
  if (outcome.kind === "missing") app.log.debug({ monitorId }, "a probe was changed or taken over while it ran");
  if (outcome.kind === "failed") throw new Error("a probe's result could not be judged", { cause: outcome.error });
}

/** Null when the signal aborts first. */
async function untilAborted<Found>(running: Promise<Found>, signal: AbortSignal | undefined): Promise<Found | null> {
  if (signal === undefined) return await running;
  if (signal.aborted) return null;
  const done = new AbortController();
  const stopped = new Promise<null>((resolve) => {
    signal.addEventListener("abort", () => resolve(null), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([running, stopped]);
  } finally {
    done.abort("done");
  }
}
