import type { Integration, Topic } from "../model/index.ts";
import type { App } from "./app.ts";

/** An integration with the names of the credentials that are set, never their values. */
export interface ShownIntegration {
  readonly integration: Integration;
  readonly credentialsSet: readonly string[];
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
  const [hash, integrations] = await Promise.all([
    who.seesHash ? app.store.topics.showHash(topic.id) : null,
    Promise.all(topic.integrations.map((integration) => showIntegration(app, integration))),
  ]);
  return { topic, hash, integrations };
}

async function showIntegration(app: App, integration: Integration): Promise<ShownIntegration> {
  const credentials = await app.store.topics.credentials(integration.id);
  const credentialsSet = typeof credentials === "object" && credentials !== null ? Object.keys(credentials) : [];
  return { integration, credentialsSet };
}
