import type { Actor } from "../../model/index.ts";
import type { ReplaySelect } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { textOf } from "./item.ts";
import { dueFrom, emptyLane, laneItem, laneKey, laneOfMessage, newEntry } from "./lane.ts";
import { loadTopicsByName } from "./load-topics.ts";
import {
  deadKey,
  deadPartition,
  messageFromItem,
  messageItem,
  messageKey,
  type StoredMessage,
} from "./message-item.ts";
import { queryAll } from "./port.ts";
import { integrationKey } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { markWaiting } from "./waiting.ts";
import { writeHistory } from "./write-history.ts";

/** So many messages are put back in one transaction, with five items each. */
const AT_ONCE = 18;

interface Replay {
  readonly projectId: string;
  readonly select: ReplaySelect;
  readonly actor: Actor;
}

/**
 * Puts dead messages back to waiting with a fresh retry plan, some at a time: each of them whole or not at all. A
 * replayed message is a lane of its own: what came after it has been told already, so there is no order left to keep.
 */
export async function replay(deps: DynamoDeps, { projectId, select, actor }: Replay): Promise<readonly string[]> {
  const meant = await meantBy(deps, projectId, select);
  const ids: string[] = [];
  for (let start = 0; start < meant.length; start += AT_ONCE) {
    const some = meant.slice(start, start + AT_ONCE);
    ids.push(...(await transact(deps, (trx) => putBack(deps, trx, some, actor))));
  }
  return ids;
}

/** A dead message as its project's list has it. */
interface Dead {
  readonly id: string;
  readonly topicId: string;
  readonly integrationId: string;
  readonly monitorId: string | null;
  readonly event: string;
  readonly createdAt: number;
}

/** The ids of the dead messages that are meant, oldest first. */
async function meantBy(deps: DynamoDeps, projectId: string, select: ReplaySelect): Promise<readonly string[]> {
  const { topic, monitorId, integrationId, event, fromAt, toAt, limit } = select;
  const topicId = topic && ((await loadTopicsByName(deps.port, projectId, [topic])).get(topic)?.id ?? "");
  const known = select.ids && new Set(select.ids);
  const dead = (await queryAll(deps.port, { pk: deadPartition(projectId) }))
    .filter(({ keptUntil }) => Number(keptUntil) >= deps.now())
    .map(
      (item): Dead => ({
        id: String(item.id),
        topicId: String(item.topicId),
        integrationId: String(item.integrationId),
        monitorId: textOf(item.monitorId),
        event: String(item.event),
        createdAt: Number(item.createdAt),
      }),
    )
    .filter(
      (one) =>
        (known === undefined || known.has(one.id)) &&
        (topicId === undefined || one.topicId === topicId) &&
        (monitorId === undefined || one.monitorId === monitorId) &&
        (integrationId === undefined || one.integrationId === integrationId) &&
        (event === undefined || one.event === event) &&
        (fromAt === undefined || one.createdAt >= fromAt) &&
        (toAt === undefined || one.createdAt < toAt),
    );
  // Without its integration there is nobody to send it.
  const integrations = [...new Set(dead.map((one) => one.integrationId))];
  const present = new Set((await deps.port.getMany(integrations.map(integrationKey))).map(({ id }) => id));
  const ids = dead.filter((one) => present.has(one.integrationId)).map(({ id }) => id);
  return limit === undefined ? ids : ids.slice(0, limit);
}

async function putBack(
  deps: DynamoDeps,
  trx: Transaction,
  ids: readonly string[],
  actor: Actor,
): Promise<readonly string[]> {
  const items = await trx.getMany(ids.map(messageKey));
  const byId = new Map(items.map((item) => [String(item.id), messageFromItem(item, trx.now)]));
  const messages = ids.flatMap((id) => {
    const message = byId.get(id);
    return message?.status === "dead" ? [message] : [];
  });
  const keys = messages.flatMap((message) => [deadKey(message), laneKeyOf(message)]);
  await trx.getMany(keys);
  for (const message of messages) putBackOne(trx, message);
  await markWaiting(deps, [...new Set(messages.map(({ integrationId }) => integrationId))]);
  writeHistory(
    deps,
    trx,
    messages.map(({ id, projectId, topicId, monitorId }) => ({
      projectId,
      at: trx.now,
      kind: "message-replayed",
      actor,
      topicId,
      monitorId: monitorId ?? undefined,
      text: `Message ${id} is sent again.`,
    })),
  );
  trx.tellDue(messages.map(({ id }) => ({ id, dueAt: trx.now })));
  return messages.map(({ id }) => id);
}

const laneKeyOf = ({ id, integrationId }: StoredMessage) => laneKey(integrationId, laneOfMessage(id));

function putBackOne(trx: Transaction, message: StoredMessage): void {
  const { id, integrationId, event, alertKey, seq, tryCount, lastReason } = message;
  const entry = newEntry({ id, event, alertKey, seq }, trx.now);
  const name = laneOfMessage(id);
  const lane = emptyLane({ integrationId, name, monitorId: null });
  // Somebody who asks for it again knows that it may have arrived.
  trx.put(laneItem({ ...lane, waiting: [entry], head: dueFrom(trx.now, { tryCount, lastReason }) }));
  trx.delete(deadKey(message));
  const { expiresAt } = entry;
  trx.put(messageItem({ ...message, status: "waiting", lane: name, expiresAt, attemptCount: 0, finishedAt: null }));
}
