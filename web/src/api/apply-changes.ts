import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import type { LiveChange } from "./live-connection.ts";
import { MAX_IDS, type MonitorRow, monitorRowsQuery, pillsKey, readMonitorRows } from "./monitors.ts";

/**
 * What else a kind of change touches. The second part of a query's key says what it shows: a page that reads something of
 * its own takes one of these names, and stays fresh.
 */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  monitor: ["summary", "alarms", "services"],
  incident: ["incidents", "incident", "summary"],
  message: ["messages", "incident", "topics", "summary"],
  topic: ["topics", "summary"],
  key: ["keys"],
  project: ["project"],
};

/** Brings what the page shows up to date with what changed on the server. */
export async function applyChanges(
  { api, queryClient, projectId }: { readonly api: Api; readonly queryClient: QueryClient; readonly projectId: string },
  changes: readonly LiveChange[],
): Promise<void> {
  const kinds = new Set(changes.map(({ kind }) => kind));
  const monitors = changes.filter(({ kind }) => kind === "monitor");
  const monitorIds = monitors.some(({ id }) => id === null)
    ? "several"
    : [...new Set(monitors.flatMap(({ id }) => id ?? []))];
  const touched = new Set([...kinds].flatMap((kind) => TOUCHED[kind] ?? [kind]));
  await Promise.all([
    ...[...touched].map((name) => queryClient.invalidateQueries({ queryKey: [projectId, name] })),
    ...(kinds.has("message") || kinds.has("incident") ? [refreshTold(queryClient, projectId)] : []),
    refreshMonitors({ api, queryClient, projectId }, monitorIds),
  ]);
}

/** What shows the messages and notes of one monitor: a hint does not say whose they are. */
function refreshTold(queryClient: QueryClient, projectId: string): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey: [project, resource, , , part] }) =>
      project === projectId && resource === "monitors" && part === "told",
  });
}

async function refreshMonitors(
  deps: { readonly api: Api; readonly queryClient: QueryClient; readonly projectId: string },
  ids: readonly string[] | "several",
): Promise<void> {
  const { queryClient, projectId } = deps;
  if (ids === "several") return await queryClient.invalidateQueries({ queryKey: [projectId, "monitors"] });
  if (ids.length === 0) return;
  const ofEach = ids.flatMap((id) => [[projectId, "monitors", "one", id], pillsKey(projectId, id)]);
  const invalidated = [[projectId, "monitors", "full"], ...ofEach].map((queryKey) =>
    queryClient.invalidateQueries({ queryKey }),
  );
  await Promise.all([patchRows(deps, ids), ...invalidated]);
}

/** Reads the rows that changed instead of all; where that cannot be done all are read anew. */
async function patchRows(
  { api, queryClient, projectId }: { readonly api: Api; readonly queryClient: QueryClient; readonly projectId: string },
  ids: readonly string[],
): Promise<void> {
  const { queryKey } = monitorRowsQuery(api, projectId);
  const known = queryClient.getQueryData(queryKey);
  const fresh = known === undefined || ids.length > MAX_IDS ? null : await readMonitorRows(api, ids).catch(() => null);
  if (fresh === null) return await queryClient.invalidateQueries({ queryKey });
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const changed = new Map(ids.map((id) => [id, byId.get(id) ?? null]));
  queryClient.setQueryData(queryKey, (rows) => rows && patchMonitors(rows, changed));
}

/** Puts changed monitors in their place in the list: null takes one out, a new one comes where its name belongs. */
export function patchMonitors(
  monitors: readonly MonitorRow[],
  changed: ReadonlyMap<string, MonitorRow | null>,
): readonly MonitorRow[] {
  const waiting = new Map(changed);
  const kept = monitors.flatMap((monitor) => {
    const next = waiting.get(monitor.id);
    waiting.delete(monitor.id);
    if (next === undefined) return [monitor];
    return next === null ? [] : [next];
  });
  const added = [...waiting.values()].filter((monitor) => monitor !== null);
  return added.length === 0 ? kept : [...kept, ...added].sort((a, b) => a.name.localeCompare(b.name));
}
