import type { App, Caller } from "./app.ts";
import { getTopic, type TopicAddress } from "./get-topic.ts";
import { tellChange } from "./tell-change.ts";

/** Gives a topic a new hash; the old one stops working at once. */
export async function rotateTopicHash(app: App, caller: Caller, address: TopicAddress): Promise<string> {
  const topic = await getTopic(app, caller, address);
  const hash = await app.store.topics.rotateHash(topic.id, caller.actor);
  tellChange(app, caller.projectId, "topic", topic.id);
  return hash;
}
