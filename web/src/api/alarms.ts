import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
  AlarmBodyList,
  AlarmPreviewAnswer,
  AlarmTokenAnswer,
  AlarmTokenList,
  NewAlarmToken as NewAlarmTokenSchema,
} from "../../../server/src/http/alarms/schema.ts";
import type { MonitorAnswer, MonitorList } from "../../../server/src/http/monitors/schema.ts";
import type { Api } from "./api.ts";
import { getAll } from "./get-all.ts";
import type { Wire } from "./wire.ts";

/** A monitor of the kind `alarm`, whole. */
export type AlarmMonitor = Wire<typeof MonitorAnswer>;
export type AlarmToken = Wire<typeof AlarmTokenAnswer>;
export type NewAlarmToken = Wire<typeof NewAlarmTokenSchema>;
export type AlarmBody = Wire<typeof AlarmBodyList>["bodies"][number];
export type AlarmPreview = Wire<typeof AlarmPreviewAnswer>;

/** The alarms that fire, or all of them. */
export function alarmsQuery(api: Api, projectId: string, which: "firing" | "all") {
  return queryOptions({
    queryKey: [projectId, "alarms", "list", which],
    queryFn: ({ signal }) =>
      getAll(api, "/monitors", (page: Wire<typeof MonitorList>): readonly AlarmMonitor[] => page.monitors, {
        query: { kind: "alarm", ...(which === "firing" && { status: "down" }) },
        signal,
      }),
  });
}

/** Where a topic is in the API. */
export function topicPath(name: string): string {
  const [channel = "", topic = ""] = name.split("+");
  return `/channels/${encodeURIComponent(channel)}/topics/${encodeURIComponent(topic)}`;
}

/** The alarm tokens of a topic, without their values. */
export function alarmTokensQuery(api: Api, projectId: string, topic: string) {
  return queryOptions({
    queryKey: [projectId, "topics", "alarm-tokens", topic],
    queryFn: async ({ signal }) => {
      const path = `${topicPath(topic)}/alarm-tokens`;
      return (await api.get<Wire<typeof AlarmTokenList>>(path, { signal })).tokens;
    },
  });
}

const PAGE = 100;

/** What monitoring systems sent to a topic, newest first. */
export function alarmBodiesQuery(api: Api, projectId: string, topic: string) {
  return infiniteQueryOptions({
    queryKey: [projectId, "alarms", "bodies", topic],
    queryFn: ({ pageParam, signal }) =>
      api.get<Wire<typeof AlarmBodyList>>(`${topicPath(topic)}/alarm-bodies`, {
        query: { limit: PAGE, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What a system sent, as it came: `/alarm-bodies/{id}`, or `/monitors/{id}/alarm-body` for an alarm's last. */
export function rawBodyQuery(api: Api, projectId: string, path: string) {
  return queryOptions({
    queryKey: [projectId, "alarms", "raw", path],
    queryFn: async ({ signal }) => (await api.raw("GET", path, { signal })).text(),
  });
}
