import { queryOptions } from "@tanstack/react-query";
import type { MonitorAnswer, MonitorList } from "../../../server/src/http/monitors/schema.ts";
import type { PillList, RowList } from "../../../server/src/http/monitors/table-routes.ts";
import type { Api } from "./api.ts";
import { getAll } from "./get-all.ts";
import type { Wire } from "./wire.ts";

export type Monitor = Wire<typeof MonitorAnswer>;
/** A monitor as a list of all of them shows it. */
export type MonitorRow = Wire<typeof RowList>["monitors"][number];
export type ShownStatus = Monitor["status"];
/** One of a monitor's last results. */
export type ResultPill = Wire<typeof PillList>["monitors"][number]["pills"][number];

/** So many monitors can be named in one request. */
export const MAX_IDS = 100;

/** Every monitor of a project in short, by name; live updates patch it. */
export function monitorRowsQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "monitors", "list"],
    queryFn: ({ signal }) => readMonitorRows(api, undefined, signal),
  });
}

/** Reads every monitor in short, or those of these ids (MAX_IDS at most); one that is gone is left out. */
export async function readMonitorRows(
  api: Api,
  ids: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<readonly MonitorRow[]> {
  const query = { ids: ids?.join(",") };
  const { monitors } = await api.get<Wire<typeof RowList>>("/monitors/rows", { query, ...(signal && { signal }) });
  return monitors;
}

/** Every monitor of a project in full, by name; for few readers: the list in short is a tenth of it, and kept anyway. */
export function monitorsQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "monitors", "full"],
    queryFn: ({ signal }) =>
      getAll(api, "/monitors", (page: Wire<typeof MonitorList>): readonly Monitor[] => page.monitors, { signal }),
  });
}

/** One monitor. */
export function monitorQuery(api: Api, projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, "monitors", "one", id],
    queryFn: ({ signal }) => api.get<Monitor>(`/monitors/${encodeURIComponent(id)}`, { signal, projectId }),
  });
}

/** What the key of a query begins with that shows the last results of one monitor. */
export function pillsKey(projectId: string, id: string): readonly string[] {
  return [projectId, "monitors", "pills", id];
}

/** Reads the last results of these monitors (MAX_IDS at most). */
export async function readPills(
  api: Api,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ResultPill[]>> {
  const query = { ids: ids.join(",") };
  const { monitors } = await api.get<Wire<typeof PillList>>("/monitors/pills", { query, projectId });
  return new Map(monitors.map(({ id, pills }) => [id, pills]));
}
