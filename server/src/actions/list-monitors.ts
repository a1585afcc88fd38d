import type { ShownStatus, StoredStatus } from "../model/index.ts";
import type { MonitorFilter, Page } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { type ShownMonitor, showMonitors } from "./show-monitors.ts";

/** What a list of monitors is narrowed to. */
export interface MonitorQuery extends Omit<MonitorFilter, "projectId" | "storedStatus"> {
  /** Any of these, as people see them; absent or empty: all. */
  readonly statuses?: readonly ShownStatus[] | undefined;
}

/** How many pages of the store one answer looks through before it hands out a cursor instead. */
const MAX_STORE_PAGES = 20;

/**
 * Lists monitors by name. The store knows only what is stored, so what is shown is judged page by page; a page can be
 * shorter than asked for, and the end is where there is no cursor.
 */
export async function listMonitors(app: App, caller: Caller, query: MonitorQuery): Promise<Page<ShownMonitor>> {
  const { statuses = [], limit, ...narrowing } = query;
  const filter = { ...narrowing, projectId: caller.projectId, storedStatus: storedFor(statuses) };
  const found: ShownMonitor[] = [];
  let cursor = query.cursor;
  for (let page = 0; page < MAX_STORE_PAGES; page++) {
    const stored = await app.store.watch.list({ ...filter, cursor, limit: limit - found.length });
    const shown = await showMonitors(app, stored.items);
    found.push(...shown.filter((item) => statuses.length === 0 || statuses.includes(item.status)));
    if (stored.nextCursor === null) return { items: found, nextCursor: null };
    cursor = stored.nextCursor;
    if (found.length >= limit) break;
  }
  return { items: found, nextCursor: cursor ?? null };
}

/** The stored statuses behind shown ones: time may have passed a deadline that no sweep has stored yet. */
function storedFor(statuses: readonly ShownStatus[]): readonly StoredStatus[] | undefined {
  if (statuses.length === 0) return undefined;
  const behind: Readonly<Record<ShownStatus, readonly StoredStatus[]>> = {
    new: ["new"],
    up: ["up"],
    late: ["up"],
    down: ["down", "up", "new"],
    paused: ["paused"],
  };
  return [...new Set(statuses.flatMap((status) => behind[status]))];
}
