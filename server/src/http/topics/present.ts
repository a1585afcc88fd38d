import type { z } from "zod";
import type { ShownTopic } from "../../actions/show-topic.ts";
import type { DeliveryState, Integration, Topic } from "../../model/index.ts";
import { instant } from "../shared-schemas.ts";
import type { TopicAnswer, TopicList } from "./schema.ts";

/** A topic as the API shows it: never a credential. */
export function presentTopic({ topic, hash, integrations }: ShownTopic): z.input<typeof TopicAnswer> {
  return {
    ...fieldsOf(topic),
    hash,
    integrations: integrations.map(({ integration, credentialsSet, delivery }) => ({
      ...presentIntegration(integration),
      delivery: presentDelivery(delivery),
      credentialsSet: [...credentialsSet],
    })),
  };
}

const WORKING: DeliveryState = { kind: "working" };

function presentDelivery(delivery: DeliveryState) {
  return {
    state: delivery.kind,
    since: "sinceAt" in delivery ? instant(delivery.sinceAt) : null,
    until: "untilAt" in delivery ? instant(delivery.untilAt) : null,
    reason: "reason" in delivery ? delivery.reason : null,
  };
}

/** A topic as a list shows it. */
export function presentListedTopic(
  topic: Topic,
  states: Readonly<Record<string, DeliveryState>>,
): z.input<typeof TopicList>["topics"][number] {
  const integrations = topic.integrations.map((integration) => ({
    ...presentIntegration(integration),
    delivery: presentDelivery(states[integration.id] ?? WORKING),
  }));
  return { ...fieldsOf(topic), integrations };
}

function fieldsOf(topic: Topic) {
  return {
    id: topic.id,
    name: topic.name,
    channel: topic.channel,
    topic: topic.topic,
    createdAt: instant(topic.createdAt),
  };
}

function presentIntegration(integration: Integration) {
  const { id, name, provider, model, notifyOn, enabled, suspended } = integration;
  return {
    id,
    name,
    provider,
    model,
    notifyOn: notifyOn && [...notifyOn],
    enabled,
    suspended: suspended && { at: instant(suspended.at), reason: suspended.reason },
  };
}
