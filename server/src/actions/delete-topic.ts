import { AppError, topicName } from "../model/index.ts";
import type { TopicsPort } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import type { TopicAddress } from "./get-topic.ts";
import { tellChange } from "./tell-change.ts";

type Deleted = NonNullable<Awaited<ReturnType<TopicsPort["delete"]>>>;

/** Deletes a topic and cancels what still waits for it; says what that was and which monitors named it. */
export async function deleteTopic(app: App, caller: Caller, address: TopicAddress): Promise<Deleted> {
  const { channel, topic } = address;
  const deleted = await app.store.topics.delete(caller.projectId, channel, topic, caller.actor);
  if (deleted !== null) {
    tellChange(app, caller.projectId, "topic", null);
    return deleted;
  }
  throw new AppError("not_found", `There is no topic "${topicName(channel, topic)}" in your project.`);
}
