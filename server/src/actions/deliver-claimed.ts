import type { Delivery } from "../deliver/delivery.ts";
import type { ClaimedMessage, NewNotification } from "../model/index.ts";
import { routeSuspension } from "../route/route-suspension.ts";
import type { Settlement } from "../store/ports.ts";
import type { App } from "./app.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import { tellChange } from "./tell-change.ts";

/**
 * Tries once to deliver a claimed message and settles it; false: the lease was lost meanwhile. When `handOver` aborts, a
 * message whose target has not answered is given back at once.
 */
export async function deliverClaimed(app: App, claimed: ClaimedMessage, handOver?: AbortSignal): Promise<boolean> {
  const delivery = await attemptDelivery(app, claimed, { handOver });
  const { id: messageId, provider, integrationName: integration } = claimed.message;
  const { outcome, reason } = delivery.attempt;
  const fields = { messageId, provider, integration, outcome, reason };
  if (delivery.kind === "dead") app.log.warn(fields, "a message was given up");
  else app.log.debug(fields, "a message was tried");
  const settled = await app.store.outbox.settle(claimed.leaseId, await withNotices(app, claimed, delivery));
  if (!settled) app.log.warn(fields, "the lease of a message was lost; whoever took it over settles it");
  const { projectId, topicId } = claimed.message;
  if (settled) tellChange(app, projectId, "message", messageId);
  if (settled && delivery.kind === "dead" && delivery.suspend !== undefined)
    tellChange(app, projectId, "topic", topicId);
  return settled;
}

/** Adds what the topic's other integrations are told when this one is given up. */
async function withNotices(app: App, claimed: ClaimedMessage, delivery: Delivery): Promise<Settlement> {
  if (delivery.kind !== "dead") return delivery;
  if (delivery.suspend === undefined) return { ...delivery, suspend: undefined };
  const { reason } = delivery.suspend;
  const notice = await suspensionNotice(app, claimed, reason);
  return { ...delivery, suspend: { reason, notices: notice === null ? [] : [notice] } };
}

/** Null when the topic or the integration was removed meanwhile. */
async function suspensionNotice(app: App, claimed: ClaimedMessage, reason: string): Promise<NewNotification | null> {
  const { projectId, topicId, integrationId } = claimed.message;
  const topics = await app.store.topics.list(projectId);
  const topic = topics.find((each) => each.id === topicId);
  const integration = topic?.integrations.find((each) => each.id === integrationId);
  const project = await app.store.people.project(projectId);
  if (!topic || !integration || !project) return null;
  const now = await app.store.now();
  return routeSuspension({ project, topic, integration, reason, now, baseUrl: app.settings.baseUrl });
}
