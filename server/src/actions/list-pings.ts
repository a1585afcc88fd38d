import type { Ping } from "../model/index.ts";
import type { Page, PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** The recorded pings of a monitor, newest first. */
export async function listPings(
  app: App,
  caller: Caller,
  query: PageRequest & { readonly monitorId: string },
): Promise<Page<Ping>> {
  const monitor = await getMonitor(app, caller, { monitorId: query.monitorId });
  return app.store.watch.pings(monitor.id, { cursor: query.cursor, limit: query.limit });
}
