import type { Monitor } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { MonitorFilter, Page } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { listMonitors, loadMonitorsById } from "./load-monitors.ts";
import { monitorFromItem, monitorPlace, monitorsPartition } from "./monitor-item.ts";
import type { Query } from "./port.ts";

/** So many monitors are looked at a time when only some are wanted. */
const AT_A_TIME = 100;

/** A page of a project's monitors, by name, then id. */
export async function pageOfMonitors(deps: DynamoDeps, filter: MonitorFilter): Promise<Page<Monitor>> {
  const { projectId, limit, cursor } = filter;
  const range = cursor === undefined ? undefined : { above: placeOf(cursor) };
  const found: Monitor[] = [];
  let after: Query["after"];
  do {
    const pk = monitorsPartition(projectId);
    const query = { index: "index-1", pk, range, after, limit: Math.max(limit + 1, AT_A_TIME) } as const;
    const answer = await deps.port.query(query);
    const ids = answer.items.map((item) => monitorFromItem(item).monitor.id);
    const loaded = await loadMonitorsById(deps, deps.port, ids);
    const monitors = ids.flatMap((id) => loaded.get(id) ?? []);
    found.push(...monitors.filter((monitor) => isWanted(monitor, filter)));
    after = found.length > limit ? undefined : (answer.next ?? undefined);
  } while (after !== undefined);
  return pageOf(
    found,
    limit,
    (monitor) => monitor,
    ({ config, id }) => [config.name, id],
  );
}

function placeOf(cursor: string): string {
  const [name, id] = unpackCursor(cursor, ["string", "string"]);
  return monitorPlace(String(name), String(id));
}

function isWanted({ config, door, state, projectId }: Monitor, filter: MonitorFilter): boolean {
  if (projectId !== filter.projectId) return false;
  if (filter.kind !== undefined && config.kind !== filter.kind) return false;
  if (filter.door !== undefined && door !== filter.door) return false;
  if (filter.storedStatus !== undefined && !filter.storedStatus.includes(state.status)) return false;
  if (!(filter.tags ?? []).every((tag) => config.tags.includes(tag))) return false;
  return filter.text === undefined || textOf(config).includes(filter.text.toLowerCase());
}

function textOf({ name, slug, description, tags }: Monitor["config"]): string {
  return [name, slug ?? "", description, ...tags].join("\n").toLowerCase();
}

/** Every monitor of a project with its state, by name, then id. */
export async function loadMonitorsOf(deps: DynamoDeps, projectId: string): Promise<readonly Monitor[]> {
  const ids = (await listMonitors(deps.port, projectId)).map(({ id }) => id);
  const loaded = await loadMonitorsById(deps, deps.port, ids);
  return ids.flatMap((id) => loaded.get(id) ?? []);
}
