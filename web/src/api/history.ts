import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { HistoryList } from "../../../server/src/http/history/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type HistoryEntry = Wire<typeof HistoryList>["history"][number];

const PAGE = 100;
/** So many entries of a topic are looked at. */
const OF_TOPIC = 50;

/** What happened in a project page by page, newest first. */
export function historyQuery(
  api: Api,
  projectId: string,
  filter: { readonly kind?: HistoryEntry["kind"]; readonly monitor?: string; readonly topic?: string },
) {
  return infiniteQueryOptions({
    queryKey: [projectId, "history", filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Wire<typeof HistoryList>>("/history", {
        query: { ...filter, limit: PAGE, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What happened to a topic and its integrations last, newest first. */
export function topicHistoryQuery(api: Api, projectId: string, topic: string) {
  return queryOptions({
    // What changes how delivery stands refreshes the topics.
    queryKey: [projectId, "topics", "history", topic],
    queryFn: async ({ signal }) => {
      const query = { topic, limit: OF_TOPIC };
      return (await api.get<Wire<typeof HistoryList>>("/history", { query, signal })).history;
    },
  });
}
