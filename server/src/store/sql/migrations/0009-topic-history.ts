import type { Migration } from "../migrate.ts";

/** What happened to a topic is looked up by the page of the topic. */
export const topicHistory: Migration = {
  version: 9,
  breaking: false,
  statements: ["create index history_topic on history (topic_id, seq) where topic_id is not null"],
};
