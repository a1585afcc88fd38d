import type { AttemptOutcome, Event, Message, MessageStatus } from "../../model/index.ts";
import { topicName } from "../../model/index.ts";
import { REMOVED } from "../delivery-words.ts";
import type { Db } from "./deps.ts";

/** The query that every read of a message starts from. */
export function messageQuery(db: Db) {
  return db
    .selectFrom("messages as m")
    .leftJoin("integrations as i", "i.id", "m.integration_id")
    .leftJoin("topics as t", "t.id", "m.topic_id")
    .selectAll("m")
    .select(["i.name as integration_name", "i.provider as provider", "t.channel as channel", "t.topic as topic"]);
}

export type MessageRow = Awaited<ReturnType<ReturnType<typeof messageQuery>["execute"]>>[number];

export function messageFromRow(row: MessageRow): Message {
  return {
    id: row.id,
    projectId: row.project_id,
    notificationId: row.notification_id,
    event: row.event as Event,
    topicId: row.topic_id,
    topic: row.channel === null || row.topic === null ? REMOVED : topicName(row.channel, row.topic),
    integrationId: row.integration_id,
    integrationName: row.integration_name ?? REMOVED,
    provider: row.provider ?? REMOVED,
    monitorId: row.monitor_id,
    alertKey: row.alert_key,
    status: row.status as MessageStatus,
    reason: row.reason,
    createdAt: row.created_at,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    attemptCount: row.attempt_count,
    finishedAt: row.finished_at,
    lastReason: row.last_reason,
    digestId: row.digest_id,
  };
}

export const ATTEMPT_COLUMNS = ["message_id", "n", "at", "duration_ms", "outcome", "reason", "answer"] as const;

export function attemptFromRow(row: {
  readonly n: number;
  readonly at: number;
  readonly duration_ms: number;
  readonly outcome: string;
  readonly reason: string;
  readonly answer: string | null;
}) {
  return {
    n: row.n,
    at: row.at,
    durationMs: row.duration_ms,
    outcome: row.outcome as AttemptOutcome,
    reason: row.reason,
    answer: row.answer,
  };
}
