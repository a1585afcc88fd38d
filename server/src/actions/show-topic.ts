import type { DeliveryState, Integration, Topic } from "../model/index.ts";
import type { App } from "./app.ts";

/** An integration with how delivery to it stands, and the names of the credentials that are set, never their values. */
export interface ShownIntegration {
  readonly integration: Integration;
  readonly credentialsSet: readonly string[];
  readonly delivery: DeliveryState;
}

/** A topic as its project's members see it. */
export interface ShownTopic {
  readonly topic: Topic;
  /** Null for those who may not have keys. */
  readonly hash: string | null;
  readonly integrations: readonly ShownIntegration[];
}

/** Tells what is set in a topic, and its hash to those who may have keys. */
export async function showTopic(app: App, topic: Topic, who: { readonly seesHash: boolean }): Promise<ShownTopic> {
  const [hash, states, credentialsSet] = await Promise.all([
    who.seesHash ? app.store.topics.showHash(topic.id) : null,
    app.store.topics.deliveryStates([topic.id]),
    Promise.all(topic.integrations.map((integration) => namesOfCredentials(app, integration))),
  ]);
  const integrations = topic.integrations.map((integration, index) => ({
    integration,
    credentialsSet: credentialsSet[index] ?? [],
    delivery: states[integration.id] ?? ({ kind: "working" } as const),
  }));
  return { topic, hash, integrations };
}

async function namesOfCredentials(app: App, integration: Integration): Promise<readonly string[]> {
  const credentials = await app.store.topics.credentials(integration.id);
  return typeof credentials === "object" && credentials !== null ? Object.keys(credentials) : [];
}
