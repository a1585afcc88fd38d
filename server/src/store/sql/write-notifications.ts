import { newId } from "../../lib/ids.ts";
import { MESSAGE_AGE_LIMIT_MS, type NewMessage, type NewNotification } from "../../model/index.ts";
import { eventToTell, replacedBy } from "../supersede.ts";
import type { Db } from "./deps.ts";
import { laneOf, loadLanes, promoteHeads } from "./lanes.ts";
import { keepIntegrations } from "./locks.ts";
import { insertRows, type Value } from "./row-statements.ts";
import { markSuperseded } from "./supersede.ts";

const NOTIFICATION_COLUMNS = [
  "id",
  "project_id",
  "event",
  "topic_id",
  "monitor_id",
  "alert_key",
  "facts",
  "created_at",
];

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
  const present = await keepIntegrations(trx, integrationIds(notifications));
  const lanes = await loadLanes(trx, notifications);
  const superseded: string[] = [];
  const messageRows: Value[][] = [];
  const written: WrittenMessage[] = [];
  const notificationRows = notifications.map((notification, notificationIndex) => {
    const id = newId();
    for (const message of notification.messages) {
      if (present && !present.has(message.integrationId)) continue;
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

function integrationIds(notifications: readonly NewNotification[]): readonly string[] {
  return [...new Set(notifications.flatMap(({ messages }) => messages.map((message) => message.integrationId)))];
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

function messageRow(input: MessageRowInput): Value[] {
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

function notificationRow(n: NewNotification, id: string, now: number): readonly Value[] {
  return [id, n.projectId, n.event, n.topicId, n.monitorId, n.alertKey, JSON.stringify(n.facts), now];
}
