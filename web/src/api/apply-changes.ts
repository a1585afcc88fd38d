import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import type { LiveChange } from "./live-connection.ts";
import { type Monitor, monitorQuery, monitorsQuery } from "./monitors.ts";

/** Beyond so many at once the whole list is read anew instead of one by one. */
const MOST_ONE_BY_ONE = 20;

/**
 * What else a kind of change touches. The second part of a query's key says what it shows: a page that reads something of
 * its own takes one of these names, and stays fresh.
 */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  monitor: ["summary", "incidents", "alarms", "services"],
  incident: ["incidents", "summary", "monitors"],
  message: ["messages", "topics", "summary"],
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
  const details = ids.map((id) => queryClient.invalidateQueries({ queryKey: [projectId, "monitors", "one", id] }));
  const list = monitorsQuery(deps.api, projectId).queryKey;
  const known = queryClient.getQueryData(list);
  if (known === undefined || ids.length > MOST_ONE_BY_ONE) {
    await Promise.all([...details, queryClient.invalidateQueries({ queryKey: list })]);
    return;
  }
  const fresh = await Promise.all(ids.map((id) => readOrNull(deps, id)));
  const byId = new Map(ids.map((id, index) => [id, fresh[index] ?? null]));
  queryClient.setQueryData(list, (monitors) => monitors && patchMonitors(monitors, byId));
  await Promise.all(details);
}

/** Puts changed monitors in their place in the list: null takes one out, a new one comes where its name belongs. */
export function patchMonitors(
  monitors: readonly Monitor[],
  changed: ReadonlyMap<string, Monitor | null>,
): readonly Monitor[] {
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

async function readOrNull(
  { api, queryClient, projectId }: { readonly api: Api; readonly queryClient: QueryClient; readonly projectId: string },
  id: string,
): Promise<Monitor | null> {
  try {
    return await queryClient.fetchQuery({ ...monitorQuery(api, projectId, id), staleTime: 0, retry: false });
  } catch {
    // Deleted meanwhile; any other failure shows where the monitor itself is looked at.
    return null;
  }
}
