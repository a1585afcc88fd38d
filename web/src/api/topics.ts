import { queryOptions } from "@tanstack/react-query";
import type { TopicAnswer, TopicDeleted, TopicList, TopicTested } from "../../../server/src/http/topics/schema.ts";
import type { Api } from "./api.ts";
import { isNotFound } from "./api-error.ts";
import type { Wire } from "./wire.ts";

export type Topic = Wire<typeof TopicAnswer>;
/** A topic as the list shows it: without its hash and the names of its credentials. */
export type ListedTopic = Wire<typeof TopicList>["topics"][number];
export type Integration = Topic["integrations"][number];
export type ListedIntegration = ListedTopic["integrations"][number];
/** What became of a test: one result for each integration. */
export type TopicTest = Wire<typeof TopicTested>;
/** What went with a topic. */
export type DeletedTopic = Wire<typeof TopicDeleted>;

/** Where a topic is, by its full name `{channel}+{topic}`. */
export function topicPath(name: string): string {
  const [channel = "", topic = ""] = name.split("+");
  return `/channels/${encodeURIComponent(channel)}/topics/${encodeURIComponent(topic)}`;
}

/** Every topic of a project, by name. */
export function topicsQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "topics", "list"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof TopicList>>("/topics", { signal, projectId })).topics,
  });
}

/** One topic by its full name; null: there is none of this name. */
export function topicQuery(api: Api, projectId: string, name: string) {
  return queryOptions({
    queryKey: [projectId, "topics", "one", name],
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Topic>(topicPath(name), { signal, projectId });
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  });
}
