import { newId } from "../../lib/ids.ts";
import type { Event, NewMessage, NewNotification } from "../../model/index.ts";
import { eventToTell, replacedBy } from "../supersede.ts";
import type { DynamoDeps } from "./deps.ts";
import { flushLane } from "./flush-lane.ts";
import {
  DIGESTS,
  dueFrom,
  emptyLane,
  endedIn,
  type Lane,
  laneFromItem,
  laneItem,
  laneKey,
  laneOfMessage,
  laneOfMonitor,
  MAX_WAITING_IN_LANE,
  newEntry,
  waitingOf,
  without,
} from "./lane.ts";
import { deadItem, messageItem, type StoredMessage } from "./message-item.ts";
import { textAfter } from "./sequence.ts";
import { integrationKey } from "./topic-items.ts";
import type { Transaction } from "./transact.ts";
import { markWaiting } from "./waiting.ts";

export interface WrittenMessage {
  readonly id: string;
  readonly notificationIndex: number;
  readonly integrationName: string;
}

interface Options {
  /** The id of the only message that is made; absent: new ones. */
  readonly messageId?: string | undefined;
  /** Since when it is due; absent: now. */
  readonly dueAt?: number | undefined;
}

/**
 * Stores notifications with their messages, in order: two items for each message. Messages of one lane (integration ×
 * monitor) go one at a time. An `up` that meets a `down` of its incident which nobody can have seen replaces it: the lane
 * says so at once, and the item of the `down` follows after the commit.
 */
export async function writeNotifications(
  deps: DynamoDeps,
  trx: Transaction,
  notifications: readonly NewNotification[],
  options: Options = {},
): Promise<readonly WrittenMessage[]> {
  const all = notifications.flatMap((notification, notificationIndex) => {
    const notificationId = newId();
    return notification.messages.map((message) => ({ notification, message, notificationId, notificationIndex }));
  });
  const present = await presentIntegrations(
    trx,
    all.map(({ message }) => message.integrationId),
  );
  await markWaiting(deps, [...present]);
  const written: WrittenMessage[] = [];
  for (const one of all) {
    const { notificationIndex, message } = one;
    if (!present.has(message.integrationId)) continue;
    const id = await writeOne(deps, trx, one, options);
    if (id !== null) written.push({ id, notificationIndex, integrationName: message.integrationName });
  }
  return written;
}

/** Those that were removed meanwhile are left out. What slips through is cancelled by whoever meets it (cancel-waiting.ts). */
async function presentIntegrations(trx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const items = await trx.getMany([...new Set(ids)].map(integrationKey));
  return new Set(items.map(({ id }) => String(id)));
}

interface OneMessage {
  readonly notification: NewNotification;
  readonly message: NewMessage;
  readonly notificationId: string;
}

/** Says the id of the message that was made; null: nothing is to be told. */
async function writeOne(deps: DynamoDeps, trx: Transaction, one: OneMessage, options: Options): Promise<string | null> {
  const { notification, message } = one;
  const { now } = trx;
  const id = options.messageId ?? newId();
  const { lane, isNew } = await openLane(trx, one, id);
  const replaced = replacedBy(notification, message, waitingOf(lane));
  const gone = new Set(replaced.map((entry) => entry.id));
  const superseded = endedIn(lane, gone, { status: "superseded", at: now, digestId: null });
  let next: Lane = { ...without(lane, gone, now), ended: [...lane.ended, ...superseded] };
  const event = eventToTell(notification, message, replaced);
  if (event !== null) {
    const seq = textAfter(deps.sequence, now, lane.waiting.at(-1)?.seq);
    const stored = storedMessage(one, { id, event, seq, lane: lane.name, now });
    if (next.waiting.length >= MAX_WAITING_IN_LANE) tellTooMany(trx, stored);
    else {
      const { alertKey } = notification;
      const head = next.waiting.length === 0 ? dueFrom(options.dueAt ?? now) : next.head;
      next = { ...next, head, waiting: [...next.waiting, newEntry({ id, event, alertKey, seq }, now)] };
      trx.create(messageItem(stored));
    }
  }
  if (next !== lane && (event !== null || gone.size > 0)) {
    if (isNew) trx.create(laneItem(next));
    else trx.put(laneItem(next));
  }
  if (next.waiting[0] && next.waiting[0].id !== lane.waiting[0]?.id && next.behind === null) {
    trx.tellDue([{ id: next.waiting[0].id, dueAt: now }]);
  }
  if (gone.size > 0) trx.afterwards(() => flushLane(deps, lane));
  return event === null ? null : id;
}

async function openLane(
  trx: Transaction,
  { notification, message }: OneMessage,
  messageId: string,
): Promise<{ readonly lane: Lane; readonly isNew: boolean }> {
  const { integrationId } = message;
  const { event, monitorId } = notification;
  if (event === "digest") return await known(trx, emptyLane({ integrationId, name: DIGESTS, monitorId: null }));
  if (monitorId !== null) {
    return await known(trx, emptyLane({ integrationId, name: laneOfMonitor(monitorId), monitorId }));
  }
  return { lane: emptyLane({ integrationId, name: laneOfMessage(messageId), monitorId: null }), isNew: true };
}

async function known(trx: Transaction, fresh: Lane): Promise<{ readonly lane: Lane; readonly isNew: boolean }> {
  const item = await trx.get(laneKey(fresh.integrationId, fresh.name));
  return { lane: item ? laneFromItem(item) : fresh, isNew: false };
}

interface Making {
  readonly id: string;
  readonly event: Event;
  readonly seq: string;
  readonly lane: string;
  readonly now: number;
}

function storedMessage(
  { notification, message, notificationId }: OneMessage,
  { id, event, seq, lane, now }: Making,
): StoredMessage {
  const { projectId, topicId, monitorId, alertKey, facts } = notification;
  const { integrationId, reason } = message;
  const { expiresAt } = newEntry({ id, event, alertKey, seq }, now);
  return {
    id,
    projectId,
    notificationId,
    event,
    topicId,
    integrationId,
    monitorId,
    alertKey,
    lane,
    status: "waiting",
    reason,
    createdAt: now,
    expiresAt,
    seq,
    facts: JSON.stringify(facts),
    attemptCount: 0,
    tryCount: 0,
    finishedAt: null,
    lastReason: null,
    digestId: null,
  };
}

/** A lane ends somewhere: what does not fit is told as dead, and can be replayed. */
function tellTooMany(trx: Transaction, message: StoredMessage): void {
  const lastReason = `${MAX_WAITING_IN_LANE} messages of this monitor wait for this integration already.`;
  const dead: StoredMessage = { ...message, status: "dead", finishedAt: trx.now, lastReason };
  trx.create(messageItem(dead));
  trx.create(deadItem(dead));
}
