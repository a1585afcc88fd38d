import type { ProbeResult } from "../model/index.ts";
import type { Page, PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** What the probe of a monitor found, newest first. */
export async function listResults(
  app: App,
  caller: Caller,
  query: PageRequest & { readonly monitorId: string },
): Promise<Page<ProbeResult>> {
  const monitor = await getMonitor(app, caller, { monitorId: query.monitorId });
  return app.store.watch.results(monitor.id, { cursor: query.cursor, limit: query.limit });
}
