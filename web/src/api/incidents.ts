import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
  IncidentAnswer,
  IncidentDetails as IncidentDetailsSchema,
  IncidentList,
} from "../../../server/src/http/incidents/schema.ts";
import type { TransitionList } from "../../../server/src/http/monitors/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Incident = Wire<typeof IncidentAnswer>;
export type IncidentDetails = Wire<typeof IncidentDetailsSchema>;
export type Transition = Wire<typeof TransitionList>["transitions"][number];

/** Which incidents are listed. */
export interface IncidentFilter {
  readonly state?: "open" | "closed";
  readonly monitor?: string;
}

const PAGE = 100;

/** The incidents of a project page by page, open ones first. */
export function incidentsQuery(api: Api, projectId: string, filter: IncidentFilter) {
  return infiniteQueryOptions({
    queryKey: [projectId, "incidents", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Wire<typeof IncidentList>>("/incidents", {
        query: { ...filter, limit: PAGE, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One incident, with its notes and what was sent to whom. */
export function incidentQuery(api: Api, projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, "incident", id],
    queryFn: ({ signal }) => api.get<IncidentDetails>(`/incidents/${encodeURIComponent(id)}`, { signal }),
  });
}

/** The newest changes of a monitor's status and severity. */
export function transitionsQuery(api: Api, projectId: string, monitorId: string) {
  return queryOptions({
    queryKey: [projectId, "incident", "transitions", monitorId],
    queryFn: async ({ signal }) => {
      const path = `/monitors/${encodeURIComponent(monitorId)}/transitions`;
      const page = await api.get<Wire<typeof TransitionList>>(path, { query: { limit: 1_000 }, signal });
      return page.transitions;
    },
  });
}
