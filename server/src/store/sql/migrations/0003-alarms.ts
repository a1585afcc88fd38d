import type { Migration } from "../migrate.ts";

/** Alarms: what was last heard of each, the tokens that let them in, and their bodies. */
export const alarms: Migration = {
  version: 3,
  breaking: false,
  statements: [
    `create table alarm_states (
      monitor_seq integer primary key references monitors (seq) on delete cascade, alarm text not null, resolved_at integer
    )`,
    "create index alarm_states_resolved on alarm_states (resolved_at) where resolved_at is not null",
    `create table alarm_tokens (
      id text primary key, project_id text not null references projects (id),
      topic_id text not null references topics (id) on delete cascade, name text not null, hint text not null,
      code text not null unique, allow text not null, options text not null, created_at integer not null,
      last_used_at integer, expires_at integer
    )`,
    "create index alarm_tokens_topic on alarm_tokens (topic_id)",
    "create index alarm_tokens_expiry on alarm_tokens (expires_at) where expires_at is not null",
    `create table alarm_bodies (
      seq integer primary key autoincrement, id text not null unique, project_id text not null, topic_id text not null,
      source text not null, at integer not null, content_type text not null, total_bytes integer not null, unparsed text,
      body blob not null
    )`,
    "create index alarm_bodies_topic on alarm_bodies (topic_id, seq)",
    "create index alarm_bodies_at on alarm_bodies (at)",
    `create table alarm_body_monitors (
      monitor_seq integer not null references monitors (seq) on delete cascade,
      body_seq integer not null references alarm_bodies (seq) on delete cascade, primary key (monitor_seq, body_seq)
    ) without rowid`,
    "create index alarm_body_monitors_body on alarm_body_monitors (body_seq)",
  ],
};
