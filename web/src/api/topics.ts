import { queryOptions } from "@tanstack/react-query";
import type { TopicAnswer, TopicTested } from "../../../server/src/http/topics/schema.ts";
import type { Api } from "./api.ts";
import { ApiError } from "./api-error.ts";
import type { Wire } from "./wire.ts";

export type Topic = Wire<typeof TopicAnswer>;
/** What became of a test: one result for each integration. */
export type TopicTest = Wire<typeof TopicTested>;

/** Where a topic is, by its full name `{channel}+{topic}`. */
export function topicPath(name: string): string {
  const [channel = "", topic = ""] = name.split("+");
  return `/channels/${encodeURIComponent(channel)}/topics/${encodeURIComponent(topic)}`;
}

/** One topic by its full name; null: there is none of this name. */
export function topicQuery(api: Api, projectId: string, name: string) {
  return queryOptions({
    queryKey: [projectId, "topics", "one", name],
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Topic>(topicPath(name), { signal, projectId });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}
