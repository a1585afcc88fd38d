import type { HistoryEntry } from "../model/index.ts";
import type { HistoryFilter, Page } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";

/** What happened in the caller's project, newest first. */
export function listHistory(
  app: App,
  caller: Caller,
  query: Omit<HistoryFilter, "projectId">,
): Promise<Page<HistoryEntry>> {
  return app.store.history.list({ ...query, projectId: caller.projectId });
}
