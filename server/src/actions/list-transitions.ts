import type { StoredTransition } from "../model/index.ts";
import type { Page, PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** The changes of a monitor's status, newest first. */
export async function listTransitions(
  app: App,
  caller: Caller,
  query: PageRequest & { readonly monitorId: string },
): Promise<Page<StoredTransition>> {
  const monitor = await getMonitor(app, caller, { monitorId: query.monitorId });
  return app.store.watch.transitions(monitor.id, { cursor: query.cursor, limit: query.limit });
}
