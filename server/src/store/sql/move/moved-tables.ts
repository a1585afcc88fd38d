import type { Database } from "../database.ts";

/** A table as a move sees it. */
export interface MovedTable {
  readonly name: keyof Database;
  /** The columns that tell its rows apart, in the order of its primary key. */
  readonly key: readonly string[];
  /** Rows of a batch, so that one of the longest rows stays small. */
  readonly batch: number;
  /** True when the first column of the key is a number that the database counts up. */
  readonly counts: boolean;
}

const BATCH = 2_000;

function table(name: keyof Database, key: readonly string[], batch = BATCH): MovedTable {
  return { name, key, batch, counts: false };
}

function counted(name: keyof Database, batch = BATCH): MovedTable {
  return { name, key: ["seq"], batch, counts: true };
}

/** Every table but `meta`, each behind those that it refers to; a test compares them with the schema. */
export const MOVED_TABLES: readonly MovedTable[] = [
  table("instance_settings", ["name"]),
  table("projects", ["id"]),
  table("accounts", ["id"]),
  table("sessions", ["id"]),
  table("members", ["project_id", "account_id"]),
  table("invites", ["id"]),
  table("one_time_tokens", ["code"]),
  table("totp_secrets", ["account_id"]),
  table("recovery_codes", ["account_id", "code"]),
  table("passkeys", ["id"]),
  table("oidc_links", ["issuer", "subject"]),
  table("login_buckets", ["id"]),
  table("status_pages", ["project_id"], 100),
  table("topics", ["id"]),
  table("integrations", ["id"], 500),
  table("buckets", ["id"]),
  table("breakers", ["bucket_id"]),
  counted("monitors"),
  table("monitor_states", ["monitor_seq"]),
  table("keys", ["id"]),
  table("pings", ["monitor_seq", "n"]),
  table("ping_bodies", ["monitor_seq", "n"], 50),
  table("probe_results", ["monitor_seq", "n"]),
  table("alarm_states", ["monitor_seq"]),
  table("alarm_tokens", ["id"]),
  counted("alarm_bodies", 20),
  table("alarm_body_monitors", ["monitor_seq", "body_seq"]),
  counted("transitions"),
  counted("incidents"),
  counted("incident_notes"),
  table("notifications", ["id"], 500),
  counted("messages"),
  table("attempts", ["message_id", "n"]),
  table("idempotency", ["topic_id", "key"]),
  counted("history"),
  table("intake", ["id"]),
  // It has no key: two gaps may be the same, so all of them are one batch.
  table("gaps", ["from_at", "to_at"], 1_000_000),
];
