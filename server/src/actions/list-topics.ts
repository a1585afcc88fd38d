import type { DeliveryState, Topic } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** Topics, and how delivery to their integrations stands, by the integration's id. */
interface ListedTopics {
  readonly topics: readonly Topic[];
  readonly states: Readonly<Record<string, DeliveryState>>;
}

/** The topics of the caller's project, by name. */
export async function listTopics(app: App, caller: Caller): Promise<ListedTopics> {
  const topics = await app.store.topics.list(caller.projectId);
  return { topics, states: await app.store.topics.deliveryStates(topics.map(({ id }) => id)) };
}
