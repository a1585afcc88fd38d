import type { ChangeRequest } from "../store/ports.ts";
import type { App } from "./app.ts";
import { countOutcomes } from "./record-signals.ts";

/** So many monitors are judged in one transaction at most, so that pings do not wait long behind a storm. */
const SWEEP_BATCH = 500;

/** Lets time pass for the monitors whose deadline may be over; says whether there may be more. */
export async function sweepOverdue(app: App): Promise<boolean> {
  const { store } = app;
  const ids = await store.watch.overdue(SWEEP_BATCH);
  if (ids.length === 0) {
    app.metrics.sweepLagSeconds.set(0);
    return false;
  }
  const requests = ids.map(
    (monitorId): ChangeRequest => ({ address: { by: "id", monitorId }, signal: { type: "time" } }),
  );
  const outcomes = await store.watch.change(requests);
  countOutcomes(app, requests, outcomes);
  const now = await store.now();
  const lags = outcomes.flatMap((outcome) =>
    outcome.kind === "changed" ? outcome.transitions.map((transition) => now - transition.at) : [],
  );
  if (lags.length > 0) app.metrics.sweepLagSeconds.set(Math.max(...lags) / 1000);
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind !== "failed") continue;
    const fields = { monitorId: ids[index], error: outcome.error };
    app.log.error(fields, "a monitor could not be judged; it is looked at again in an hour");
  }
  return ids.length === SWEEP_BATCH;
}
