import { type Actor, type Topic, topicName } from "../../model/index.ts";
import type { TopicsPort } from "../ports.ts";
import { forgetAlarmTokens } from "./alarm-tokens.ts";
import { cancelOrphans } from "./cancel-waiting.ts";
import type { DynamoDeps } from "./deps.ts";
import { topicKey } from "./keys.ts";
import { listMonitors } from "./load-monitors.ts";
import { paceKey } from "./pace.ts";
import { integrationKey, topicAddressKey, topicFromItem } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { loadLanes } from "./waiting.ts";
import { writeHistory } from "./write-history.ts";

type Deleted = Exclude<Awaited<ReturnType<TopicsPort["delete"]>>, null>;

/** Deletes a topic with its integrations; says what that cancels and which monitors name it still. */
export async function deleteTopic(
  deps: DynamoDeps,
  address: Pick<Topic, "projectId" | "channel" | "topic">,
  actor: Actor,
): Promise<Deleted | null> {
  const { projectId } = address;
  const name = topicName(address.channel, address.topic);
  const cancelled = await transact(deps, async (trx) => {
    const item = await trx.get(topicKey(projectId, name));
    return item && (await deleteIn(deps, trx, topicFromItem(item), actor));
  });
  if (cancelled === null) return null;
  const monitors = await listMonitors(deps.port, projectId);
  return { cancelled, monitors: monitors.filter(({ config }) => config.topics.includes(name)).map(({ id }) => id) };
}

async function deleteIn(deps: DynamoDeps, trx: Transaction, topic: Topic, actor: Actor): Promise<Deleted["cancelled"]> {
  const waiting = await Promise.all(
    topic.integrations.map(async ({ id: integrationId, name: integrationName }) => {
      const lanes = await loadLanes(deps.port, integrationId);
      return lanes.flatMap((lane) => lane.waiting.map(({ id, event, seq }) => ({ id, event, integrationName, seq })));
    }),
  );
  const cancelled = waiting.flat().toSorted((a, b) => (a.seq < b.seq ? -1 : 1));
  await deleteTopicItems(trx, topic);
  const text = `Topic ${topic.name} was deleted; ${cancelled.length} waiting messages were cancelled.`;
  const { id: topicId, projectId } = topic;
  writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "topic-deleted", actor, topicId, text }]);
  const ids = topic.integrations.map(({ id }) => id);
  trx.afterwards(() => cancelOrphans(deps, ids));
  trx.afterwards(() => forgetAlarmTokens(deps, topicId));
  return cancelled.map(({ id, event, integrationName }) => ({ id, event, integrationName }));
}

/** Deletes the items of a topic and of its integrations. What waits for them is cancelled after the commit. */
export async function deleteTopicItems(trx: Transaction, topic: Topic): Promise<void> {
  const own = topic.integrations.flatMap(({ id }) => [integrationKey(id), paceKey(id)]);
  const keys = [...own, topicAddressKey(topic.id), topicKey(topic.projectId, topic.name)];
  await trx.getMany(keys);
  for (const key of keys) trx.delete(key);
}
