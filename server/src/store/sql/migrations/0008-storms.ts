import type { Migration } from "../migrate.ts";

/** Storms: targets that fail again and again, and messages that are told together in a digest. */
export const storms: Migration = {
  version: 8,
  // An older program cannot put a digest into words.
  breaking: true,
  statements: [
    // A row only for a target that failed lately. `until_at` is null while the breaker is closed.
    `create table breakers (
      bucket_id text primary key, outcomes integer not null, since_at integer, until_at integer, wait_ms integer,
      probing integer not null, reason text not null
    )`,
    "create index breakers_open on breakers (until_at) where until_at is not null",
    "alter table integrations add column storm_at integer",
    "alter table messages add column digest_id text",
    `create index messages_untold on messages (integration_id, seq) where status = 'waiting' and due_at is not null
      and lease_id is null and monitor_id is not null and try_count = 0`,
    "create index messages_digest on messages (digest_id) where digest_id is not null",
  ],
};
