import type { Generated } from "kysely";

/** The tables of what is sent; a part of the database (database.ts). */
export interface OutboxTables {
  buckets: { id: string; paused_until: number; tokens: number; refilled_at: number };
  breakers: BreakersTable;
  notifications: NotificationsTable;
  messages: MessagesTable;
  attempts: AttemptsTable;
  idempotency: { topic_id: string; key: string; body_hash: string; answer: string; created_at: number };
}

/** A row only for a target that failed lately; lib/circuit-breaker.ts says what it means. */
export interface BreakersTable {
  bucket_id: string;
  outcomes: number;
  since_at: number | null;
  /** Null while it is closed. */
  until_at: number | null;
  wait_ms: number | null;
  probing: number;
  /** Of the last failure. */
  reason: string;
}

interface NotificationsTable {
  id: string;
  project_id: string;
  event: string;
  topic_id: string;
  monitor_id: string | null;
  alert_key: string | null;
  facts: string;
  created_at: number;
}

interface MessagesTable {
  /** Commit order. */
  seq: Generated<number>;
  id: string;
  project_id: string;
  notification_id: string;
  /** The event as it is told; a superseded down makes it `was-down`. */
  event: string;
  topic_id: string;
  integration_id: string;
  monitor_id: string | null;
  alert_key: string | null;
  /** Messages of one lane go one at a time, in order. */
  lane: string;
  status: string;
  reason: string;
  created_at: number;
  /** When it may be claimed; while leased the end of the lease; null behind another message of its lane. */
  due_at: number | null;
  expires_at: number;
  attempt_count: number;
  /** All tries, also those that a rate limit turned away. */
  try_count: number;
  lease_id: string | null;
  /** How many of its tries may have arrived although nobody knows. */
  uncertain: number;
  finished_at: number | null;
  last_reason: string | null;
  receipt: string | null;
  /** The message that told this one; null for all that are not folded. */
  digest_id: string | null;
}

interface AttemptsTable {
  message_id: string;
  n: number;
  at: number;
  duration_ms: number;
  outcome: string;
  reason: string;
  answer: string | null;
}
