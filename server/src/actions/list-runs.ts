import { type Run, runsOf } from "../judge/runs.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** As many pings are kept of a monitor, and one page of the store. */
const KEPT_PINGS = 1_000;

/** The newest runs of a monitor, as far as its pings are kept. */
export async function listRuns(
  app: App,
  caller: Caller,
  query: { readonly monitorId: string; readonly limit: number },
): Promise<readonly Run[]> {
  const monitor = await getMonitor(app, caller, query);
  const { items } = await app.store.watch.pings(monitor.id, { limit: KEPT_PINGS });
  return runsOf(items, monitor.state.startedAt).slice(0, query.limit);
}
