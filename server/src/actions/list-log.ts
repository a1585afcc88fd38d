import type { LogEntry } from "../model/index.ts";
import type { LogFilter, Page } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** What was recorded of a monitor, in one list, newest first. */
export async function listLog(
  app: App,
  caller: Caller,
  query: LogFilter & { readonly monitorId: string },
): Promise<Page<LogEntry>> {
  const { monitorId, ...filter } = query;
  const monitor = await getMonitor(app, caller, { monitorId });
  return app.store.watch.log(monitor.id, filter);
}
