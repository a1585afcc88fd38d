import { newSecret } from "../../lib/ids.ts";
import { sameText } from "../../lib/vault.ts";
import { type Actor, type DeliveryState, topicName } from "../../model/index.ts";
import { deliveryStateOf } from "../delivery-state.ts";
import type { TopicsPort } from "../ports.ts";
import { deleteTopic } from "./delete-topic.ts";
import type { DynamoDeps } from "./deps.ts";
import { tellWaiting } from "./due-ids.ts";
import { listTopics, loadTopic, loadTopicsById } from "./load-topics.ts";
import { paceFromItem, paceKey } from "./pace.ts";
import { putTopicIn } from "./put-topic.ts";
import { putSuspended } from "./suspend-integration.ts";
import { targetFromItem, targetKey } from "./target.ts";
import { refuseCrowdedMonitors } from "./target-limit.ts";
import {
  integrationFromItem,
  integrationKey,
  type TopicAddress,
  topicAddressFromItem,
  topicAddressItem,
  topicAddressKey,
} from "./topic-items.ts";
import { transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** Makes the topics port of a DynamoDB store. */
export function createTopics(deps: DynamoDeps): TopicsPort {
  const { port, vault } = deps;
  const addressOf = async (topicId: string): Promise<TopicAddress | null> => {
    const item = await port.get(topicAddressKey(topicId));
    return item && topicAddressFromItem(item);
  };
  return {
    async put(input, actor) {
      await refuseCrowdedMonitors(deps, input);
      return await transact(deps, (trx) => putTopicIn(deps, trx, input, actor));
    },
    get: (projectId, channel, topic) => loadTopic(port, projectId, channel, topic),
    list: (projectId) => listTopics(port, projectId),
    async hasHash(topicId, hash) {
      const address = await addressOf(topicId);
      return sameText(address?.hashCode ?? "", vault.code(hash));
    },
    async showHash(topicId) {
      const address = await addressOf(topicId);
      return address && vault.open(address.hashSealed);
    },
    rotateHash: (topicId, actor) => rotateHash(deps, topicId, actor),
    delete: (projectId, channel, topic, actor) => deleteTopic(deps, { projectId, channel, topic }, actor),
    deliveryStates: (topicIds) => deliveryStates(deps, topicIds),
    async credentials(integrationId) {
      const item = await port.get(integrationKey(integrationId));
      return item && JSON.parse(vault.open(integrationFromItem(item).credentials));
    },
    resume: (integrationId, actor) => resume(deps, integrationId, actor),
  };
}

async function rotateHash(deps: DynamoDeps, topicId: string, actor: Actor): Promise<string> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(topicAddressKey(topicId));
    if (item === null) throw new Error("a topic without an address");
    const address = topicAddressFromItem(item);
    const hash = newSecret();
    trx.put(topicAddressItem({ ...address, hashCode: deps.vault.code(hash), hashSealed: deps.vault.seal(hash) }));
    const { projectId, channel, topic } = address;
    const text = `The hash of topic ${topicName(channel, topic)} was changed.`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "hash-rotated", actor, topicId, text }]);
    return hash;
  });
}

async function resume(deps: DynamoDeps, integrationId: string, actor: Actor): Promise<void> {
  await transact(deps, async (trx) => {
    const item = await trx.get(integrationKey(integrationId));
    const integration = item && integrationFromItem(item);
    if (!integration?.suspended) return;
    await putSuspended(trx, integration, null);
    const { projectId, topicId, name } = integration;
    const text = `Integration ${name} works again.`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "integration-resumed", actor, topicId, text }]);
    trx.afterwards(() => tellWaiting(deps, [integrationId]));
  });
}

/** How delivery to each integration of these topics stands, by the integration's id. */
async function deliveryStates(
  { port, now }: DynamoDeps,
  topicIds: readonly string[],
): Promise<Readonly<Record<string, DeliveryState>>> {
  const topics = await loadTopicsById(port, topicIds);
  const ids = topics.flatMap(({ integrations }) => integrations.map(({ id }) => id));
  const integrations = (await port.getMany(ids.map(integrationKey))).map(integrationFromItem);
  const buckets = integrations.map(({ bucketId }) => bucketId);
  const items = await port.getMany([...ids.map(paceKey), ...buckets.map(targetKey)]);
  const found = new Map(items.map((item) => [item.pk, item]));
  const states = integrations.map(({ id, bucketId, suspended }): [string, DeliveryState] => {
    const target = targetFromItem(bucketId, found.get(targetKey(bucketId).pk));
    const { open } = target.breaker;
    const obstacles = {
      suspendedAt: suspended?.at ?? null,
      suspendedReason: suspended?.reason ?? null,
      stormAt: paceFromItem(id, found.get(paceKey(id).pk)).stormAt,
      pausedUntil: target.pausedUntil,
      brokenSinceAt: open?.sinceAt ?? null,
      brokenUntilAt: open?.untilAt ?? null,
      failure: target.failure,
    };
    return [id, deliveryStateOf(obstacles, now())];
  });
  return Object.fromEntries(states);
}
