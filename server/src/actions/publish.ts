import type { Scalar, Topic } from "../model/index.ts";
import { routePublication } from "../route/route-publication.ts";
import type { PublishOutcome } from "../store/ports.ts";
import type { App } from "./app.ts";
import { getProject } from "./get-project.ts";
import { tellChange } from "./tell-change.ts";

/** What an application publishes. */
export interface Publication {
  readonly topic: Topic;
  readonly metadata: Readonly<Record<string, Scalar>>;
  /** Once for each key and body within 24 h. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string } | undefined;
}

/** Queues one publication for every integration of a topic; when it returns, all its messages are durable. */
export async function publish(app: App, publication: Publication): Promise<PublishOutcome> {
  const { topic, metadata, idempotency } = publication;
  const [project, now] = await Promise.all([getProject(app, { projectId: topic.projectId }), app.store.now()]);
  const outcome = await app.store.outbox.publish(routePublication({ project, topic, metadata, now }), idempotency);
  if (outcome.kind === "published" && !outcome.repeated) {
    app.ringDelivery();
    tellChange(app, topic.projectId, "message", null);
  }
  return outcome;
}
