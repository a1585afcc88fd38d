import type { Integration, Topic } from "../../model/index.ts";
import { topicName } from "../../model/index.ts";
import type { Item, Key } from "./item.ts";
import { topicKey } from "./keys.ts";

/**
 * A topic is three kinds of items. The topic itself, under its name, has what routing needs, its integrations included.
 * Its address, under its id, has its name and its hash. Each integration has an item of its own with what delivery needs.
 */
export const topicAddressKey = (topicId: string): Key => ({ pk: `TOPIC#${topicId}`, sk: "TOPIC" });
export const integrationKey = (integrationId: string): Key => ({
  pk: `INTEGRATION#${integrationId}`,
  sk: "INTEGRATION",
});

/** The partition of the index that lists the integrations of one target. */
export function targetPartition(bucketId: string): string {
  return `TARGET#${bucketId}`;
}

/** Where a topic is, and its hash. */
export interface TopicAddress {
  readonly id: string;
  readonly projectId: string;
  readonly channel: string;
  readonly topic: string;
  readonly hashCode: string;
  readonly hashSealed: string;
}

/** What delivery needs of an integration. */
export interface TargetOfTopic {
  readonly id: string;
  readonly projectId: string;
  readonly topicId: string;
  readonly channel: string;
  readonly topic: string;
  readonly name: string;
  readonly provider: string;
  readonly model: string | null;
  /** Sealed. */
  readonly credentials: string;
  /** Integrations with the same credentials have one target and share its rate and its breaker. */
  readonly bucketId: string;
  readonly enabled: boolean;
  readonly keepsIncidents: boolean;
  readonly rate: { readonly tokens: number; readonly perMs: number } | null;
  readonly suspended: Integration["suspended"];
}

/** The item of a topic. */
export function topicItem(topic: Topic): Item {
  const { id, projectId, channel, topic: name, createdAt } = topic;
  const integrations = JSON.stringify(topic.integrations);
  return { ...topicKey(projectId, topic.name), id, projectId, channel, topic: name, createdAt, integrations };
}

/** Reads the item of a topic. */
export function topicFromItem(item: Item): Topic {
  const [channel, topic] = [String(item.channel), String(item.topic)];
  return {
    id: String(item.id),
    projectId: String(item.projectId),
    channel,
    topic,
    name: topicName(channel, topic),
    integrations: JSON.parse(String(item.integrations)) as readonly Integration[],
    createdAt: Number(item.createdAt),
  };
}

/** The item of a topic's address. */
export function topicAddressItem(address: TopicAddress): Item {
  return { ...topicAddressKey(address.id), ...address };
}

/** Reads the item of a topic's address. */
export function topicAddressFromItem(item: Item): TopicAddress {
  return {
    id: String(item.id),
    projectId: String(item.projectId),
    channel: String(item.channel),
    topic: String(item.topic),
    hashCode: String(item.hashCode),
    hashSealed: String(item.hashSealed),
  };
}

/** The item of an integration; the index lists those of one target. */
export function integrationItem(target: TargetOfTopic): Item {
  const { rate, suspended, ...rest } = target;
  return {
    ...integrationKey(target.id),
    g1pk: targetPartition(target.bucketId),
    g1sk: target.id,
    ...rest,
    rateTokens: rate?.tokens,
    ratePerMs: rate?.perMs,
    suspendedAt: suspended?.at,
    suspendedReason: suspended?.reason,
  };
}

/** Reads the item of an integration. */
export function integrationFromItem(item: Item): TargetOfTopic {
  const { rateTokens, ratePerMs, suspendedAt } = item;
  return {
    id: String(item.id),
    projectId: String(item.projectId),
    topicId: String(item.topicId),
    channel: String(item.channel),
    topic: String(item.topic),
    name: String(item.name),
    provider: String(item.provider),
    model: item.model === null ? null : String(item.model),
    credentials: String(item.credentials),
    bucketId: String(item.bucketId),
    enabled: item.enabled === true,
    keepsIncidents: item.keepsIncidents === true,
    rate: rateTokens === undefined ? null : { tokens: Number(rateTokens), perMs: Number(ratePerMs) },
    suspended: suspendedAt === undefined ? null : { at: Number(suspendedAt), reason: String(item.suspendedReason) },
  };
}
