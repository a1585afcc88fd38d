import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BadgeListAnswer } from "../../../server/src/http/badges/routes.ts";
import type { IncidentDetails, IncidentList } from "../../../server/src/http/incidents/schema.ts";
import type { LogList } from "../../../server/src/http/monitors/log-schema.ts";
import type { ResultList } from "../../../server/src/http/monitors/probe-schema.ts";
import type { RunList } from "../../../server/src/http/monitors/run-routes.ts";
import type { PingList, TransitionList } from "../../../server/src/http/monitors/schema.ts";
import type { UptimeAnswer } from "../../../server/src/http/monitors/uptime-routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Run = Wire<typeof RunList>["runs"][number];
export type Ping = Wire<typeof PingList>["pings"][number];
export type ProbeResult = Wire<typeof ResultList>["results"][number];
export type Transition = Wire<typeof TransitionList>["transitions"][number];
export type LogEntry = Wire<typeof LogList>["entries"][number];
export type LogType = LogEntry["type"];
export type Incident = Wire<typeof IncidentList>["incidents"][number];
export type IncidentDetailsAnswer = Wire<typeof IncidentDetails>;
export type Uptime = Wire<typeof UptimeAnswer>;
export type BadgeUrls = Wire<typeof BadgeListAnswer>["project"];

/** As much as the server keeps of pings and of results. */
const KEPT = 1_000;
const LOG_PAGE = 30;

/** Whose page it is. */
export interface OfMonitor {
  readonly api: Api;
  readonly projectId: string;
  readonly id: string;
}

/** Begins as the key of the monitor itself, so that what refreshes the one refreshes all of it. */
function keyOf({ projectId, id }: OfMonitor, ...rest: readonly unknown[]): readonly unknown[] {
  return [projectId, "monitors", "one", id, ...rest];
}

function pathOf({ id }: OfMonitor): string {
  return `/monitors/${encodeURIComponent(id)}`;
}

/** The newest change of status, which says why the monitor stands where it does; null when there was none. */
export function lastTransitionQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "last-transition"),
    queryFn: async ({ signal }): Promise<Transition | null> => {
      const query = { limit: 1 };
      const page = await of.api.get<Wire<typeof TransitionList>>(`${pathOf(of)}/transitions`, { query, signal });
      return page.transitions[0] ?? null;
    },
  });
}

/** The newest ping; null when none came. */
export function lastPingQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "last-ping"),
    queryFn: async ({ signal }): Promise<Ping | null> => {
      const query = { limit: 1 };
      const page = await of.api.get<Wire<typeof PingList>>(`${pathOf(of)}/pings`, { query, signal });
      return page.pings[0] ?? null;
    },
  });
}

/** The runs of a heartbeat, newest first. */
export function runsQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "runs"),
    queryFn: async ({ signal }) => {
      const query = { limit: KEPT };
      return (await of.api.get<Wire<typeof RunList>>(`${pathOf(of)}/runs`, { query, signal })).runs;
    },
  });
}

/** What a probe found, newest first. */
export function resultsQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "results"),
    queryFn: async ({ signal }) => {
      const query = { limit: KEPT };
      return (await of.api.get<Wire<typeof ResultList>>(`${pathOf(of)}/results`, { query, signal })).results;
    },
  });
}

/** The outages of a monitor, open ones first, then newest first. */
export function outagesQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "outages"),
    queryFn: async ({ signal }) => {
      const query = { limit: KEPT, monitor: of.id };
      return (await of.api.get<Wire<typeof IncidentList>>("/incidents", { query, signal })).incidents;
    },
  });
}

/** The outage that is open, with its notes and what was sent to whom; null when there is none. */
export function openIncidentQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "told", "incident"),
    queryFn: async ({ signal }): Promise<IncidentDetailsAnswer | null> => {
      const query = { limit: 1, monitor: of.id, state: "open" };
      const { incidents } = await of.api.get<Wire<typeof IncidentList>>("/incidents", { query, signal });
      const id = incidents[0]?.id;
      return id === undefined ? null : await of.api.get<IncidentDetailsAnswer>(`/incidents/${id}`, { signal });
    },
  });
}

/** How much of the time it was up; days begin and end in this zone. */
export function uptimeQuery(of: OfMonitor, timezone: string) {
  return queryOptions({
    queryKey: keyOf(of, "uptime", timezone),
    queryFn: ({ signal }) => of.api.get<Uptime>(`${pathOf(of)}/uptime`, { query: { timezone }, signal }),
  });
}

/** The log, page by page, newest first; without types: all of them; with a text: what mentions it. */
export function logQuery(of: OfMonitor, types: readonly LogType[], text: string | undefined) {
  return infiniteQueryOptions({
    queryKey: keyOf(of, "told", "log", types.join(), text),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: LOG_PAGE, type: types, text, ...(pageParam !== null && { cursor: pageParam }) };
      return of.api.get<Wire<typeof LogList>>(`${pathOf(of)}/log`, { query, signal });
    },
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What came with a ping, as text. It never changes. */
export function pingBodyQuery(of: OfMonitor, n: number) {
  return queryOptions({
    queryKey: [of.projectId, "ping-body", of.id, n],
    queryFn: async ({ signal }) => (await of.api.raw("GET", `${pathOf(of)}/pings/${n}/body`, { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the source of an alarm sent last, as text. */
export function alarmBodyQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: keyOf(of, "alarm-body"),
    queryFn: async ({ signal }) => (await of.api.raw("GET", `${pathOf(of)}/alarm-body`, { signal })).text(),
  });
}

/** Where the badge of a monitor is. */
export function badgeQuery(of: OfMonitor) {
  return queryOptions({
    queryKey: [of.projectId, "badges", of.id],
    queryFn: async ({ signal }): Promise<BadgeUrls | null> => {
      const query = { monitor: of.id };
      const { monitors } = await of.api.get<Wire<typeof BadgeListAnswer>>("/badges", { query, signal });
      return monitors[0]?.urls ?? null;
    },
  });
}
