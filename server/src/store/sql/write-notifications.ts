import { newId } from "../../lib/ids.ts";
import type { NewMessage, NewNotification } from "../../model/index.ts";
import type { Db } from "./deps.ts";
import { insertRows, jsonList } from "./json-rows.ts";

/** Past this age a message is not tried any more (architecture.md: rate limits wait up to 28 h). */
export const MESSAGE_AGE_LIMIT_MS = 28 * 3_600_000;

const NOTIFICATION_COLUMNS = ["id", "project_id", "event", "topic_id", "monitor_id", "alert_key", "facts", "created_at"];

const MESSAGE_COLUMNS = [
  "id",
  "project_id",
  "notification_id",
  "event",
  "topic_id",
  "integration_id",
  "monitor_id",
  "alert_key",
  "lane",
  "status",
  "reason",
  "created_at",
  "due_at",
  "expires_at",
  "attempt_count",
  "try_count",
  "uncertain",
];

/** A message that waits in a lane: what superseding and the order need to know. */
interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly alertKey: string | null;
  /** False once somebody may have seen it: leased, or sent with an unknown outcome. */
  readonly untouched: boolean;
}

interface WrittenMessage {
  readonly id: string;
  readonly notificationIndex: number;
  readonly integrationName: string;
}

/**
 * Stores notifications with their messages, in order. Messages of one lane (integration × monitor) go one at a time:
 * only the head has a due time. An `up` that meets a `down` of its incident which nobody can have seen replaces it.
 */
export async function writeNotifications(
  trx: Db,
  notifications: readonly NewNotification[],
  now: number,
): Promise<readonly WrittenMessage[]> {
  if (notifications.length === 0) return [];
  const lanes = await loadLanes(trx, notifications);
  const superseded: string[] = [];
  const messageRows: unknown[][] = [];
  const written: WrittenMessage[] = [];
  const notificationRows = notifications.map((notification, notificationIndex) => {
    const id = newId();
    for (const message of notification.messages) {
      const lane = laneOf(notification, message);
      const waiting = lane === null ? [] : (lanes.get(lane) ?? []);
      const replaced = replacedBy(notification, message, waiting);
      const gone = new Set(replaced.map((entry) => entry.id));
      superseded.push(...gone);
      const left = waiting.filter((entry) => !gone.has(entry.id));
      const event = eventToTell(notification, message, replaced);
      if (event !== null) {
        const messageId = newId();
        const dueAt = left.length === 0 ? now : null;
        messageRows.push(messageRow({ notification, message, notificationId: id, messageId, event, lane, dueAt, now }));
        written.push({ id: messageId, notificationIndex, integrationName: message.integrationName });
        left.push({ id: messageId, event, alertKey: notification.alertKey, untouched: true });
      }
      if (lane !== null) lanes.set(lane, left);
    }
    return notificationRow(notification, id, now);
  });
  await insertRows(trx, "notifications", NOTIFICATION_COLUMNS, notificationRows);
  await insertRows(trx, "messages", MESSAGE_COLUMNS, messageRows);
  await markSuperseded(trx, superseded, now);
  await promoteHeads(trx, superseded.length > 0 ? [...lanes.keys()] : [], now);
  return written;
}

/** Messages that tell of no monitor need no order: each is a lane of its own. */
function laneOf(notification: NewNotification, message: NewMessage): string | null {
  return notification.monitorId === null ? null : `${message.integrationId}:${notification.monitorId}`;
}

async function loadLanes(trx: Db, notifications: readonly NewNotification[]): Promise<Map<string, Waiting[]>> {
  const names = new Set(notifications.flatMap((n) => n.messages.flatMap((message) => laneOf(n, message) ?? [])));
  const lanes = new Map<string, Waiting[]>();
  if (names.size === 0) return lanes;
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "event", "alert_key", "lane", "lease_id", "uncertain"])
    .where("status", "=", "waiting")
    .where("lane", "in", jsonList([...names]))
    .orderBy("seq")
    .execute();
  for (const row of rows) {
    const list = lanes.get(row.lane) ?? [];
    list.push({
      id: row.id,
      event: row.event,
      alertKey: row.alert_key,
      untouched: row.lease_id === null && row.uncertain === 0,
    });
    lanes.set(row.lane, list);
  }
  return lanes;
}

/** The waiting messages of the same incident that an `up` makes pointless. */
function replacedBy(notification: NewNotification, message: NewMessage, waiting: readonly Waiting[]): Waiting[] {
  if (message.waitingDown === "keep") return [];
  return waiting.filter(
    (entry) =>
      entry.untouched &&
      entry.alertKey === notification.alertKey &&
      (entry.event === "down" || entry.event === "changed"),
  );
}

/** What is told in the end; null: nothing. */
function eventToTell(notification: NewNotification, message: NewMessage, replaced: readonly Waiting[]): string | null {
  const nobodyKnows = replaced.some((entry) => entry.event === "down");
  if (!nobodyKnows) return message.onlyIfSuperseding ? null : notification.event;
  return message.waitingDown === "supersede-silently" ? null : "was-down";
}

interface MessageRowInput {
  readonly notification: NewNotification;
  readonly message: NewMessage;
  readonly notificationId: string;
  readonly messageId: string;
  readonly event: string;
  readonly lane: string | null;
  readonly dueAt: number | null;
  readonly now: number;
}

function messageRow(input: MessageRowInput): unknown[] {
  const { notification, message, now } = input;
  return [
    input.messageId,
    notification.projectId,
    input.notificationId,
    input.event,
    notification.topicId,
    message.integrationId,
    notification.monitorId,
    notification.alertKey,
    input.lane ?? input.messageId,
    "waiting",
    message.reason,
    now,
    input.dueAt,
    now + MESSAGE_AGE_LIMIT_MS,
    0,
    0,
    0,
  ];
}

function notificationRow(n: NewNotification, id: string, now: number): readonly unknown[] {
  return [id, n.projectId, n.event, n.topicId, n.monitorId, n.alertKey, JSON.stringify(n.facts), now];
}

async function markSuperseded(trx: Db, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable("messages")
    .set({ status: "superseded", due_at: null, finished_at: now, last_reason: "The monitor came up before this was sent." })
    .where("id", "in", jsonList(ids))
    .execute();
}

/** Makes the first waiting message of each lane due, where it was waiting behind one that is gone. */
export async function promoteHeads(trx: Db, lanes: readonly string[], now: number): Promise<void> {
  if (lanes.length === 0) return;
  const heads = trx
    .selectFrom("messages")
    .select((eb) => eb.fn.min("seq").as("seq"))
    .where("status", "=", "waiting")
    .where("lane", "in", jsonList(lanes))
    .groupBy("lane");
  await trx.updateTable("messages").set({ due_at: now }).where("seq", "in", heads).where("due_at", "is", null).execute();
}
