import { queryOptions } from "@tanstack/react-query";
import type { MonitorAnswer, MonitorList } from "../../../server/src/http/monitors/schema.ts";
import type { Api } from "./api.ts";
import { getAll } from "./get-all.ts";
import type { Wire } from "./wire.ts";

export type Monitor = Wire<typeof MonitorAnswer>;
export type ShownStatus = Monitor["status"];

/** Every monitor of a project, by name; live updates patch it. */
export function monitorsQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "monitors", "list"],
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
