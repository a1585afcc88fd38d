import { AppError, type Topic, topicName } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** The two halves of a topic's full name. */
export interface TopicAddress {
  readonly channel: string;
  readonly topic: string;
}

/** Finds a topic of the caller's project. */
export async function getTopic(app: App, caller: Pick<Caller, "projectId">, address: TopicAddress): Promise<Topic> {
  const topic = await app.store.topics.get(caller.projectId, address.channel, address.topic);
  if (topic !== null) return topic;
  throw new AppError("not_found", `There is no topic "${topicName(address.channel, address.topic)}" in your project.`);
}
