import type { ChangeRequest } from "../store/ports.ts";
import type { App } from "./app.ts";
import { countOutcomes } from "./record-signals.ts";

/** So many monitors are judged in one transaction at most, so that pings do not wait long behind a storm. */
const SWEEP_BATCH = 500;

/** Lets time pass for the monitors whose deadline may be over; says whether there may be more. */
export async function sweepOverdue(app: App): Promise<boolean> {
  const { store } = app;
  const ids = await store.watch.overdue(SWEEP_BATCH);
  if (ids.length === 0) return false;
  const requests = ids.map(
    (monitorId): ChangeRequest => ({ address: { by: "id", monitorId }, signal: { type: "time" } }),
  );
  const outcomes = await store.watch.change(requests);
  countOutcomes(app, requests, outcomes);
  const now = await store.now();
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === "changed") {
      for (const { at } of outcome.transitions) app.metrics.sweepLagSeconds.observe(Math.max(0, now - at) / 1_000);
    }
    if (outcome.kind === "failed") {
      const fields = { monitorId: ids[index], error: outcome.error };
      app.log.error(fields, "a monitor could not be judged; it is looked at again in an hour");
    }
  }
  return ids.length === SWEEP_BATCH;
}
