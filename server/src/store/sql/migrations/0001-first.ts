import type { Migration } from "../migrate.ts";

/** The first schema. */
export const first: Migration = {
  version: 1,
  breaking: false,
  statements: [
    `create table projects (
      id text primary key, name text not null, timezone text not null, default_topics text not null, created_at integer not null
    )`,
    `create table keys (
      id text primary key, project_id text not null references projects (id), kind text not null, name text not null,
      hint text not null, code text not null unique, sealed text, created_at integer not null, last_used_at integer, revoked_at integer
    )`,
    "create index keys_project on keys (project_id)",
    `create table topics (
      id text primary key, project_id text not null references projects (id), channel text not null, topic text not null,
      hash_code text not null, hash_sealed text not null, created_at integer not null, unique (project_id, channel, topic)
    )`,
    `create table integrations (
      id text primary key, topic_id text not null references topics (id) on delete cascade, position integer not null,
      name text not null, provider text not null, model text, credentials text not null, bucket_id text not null,
      notify_on text, enabled integer not null, keeps_incidents integer not null, rate_tokens real, rate_per_ms integer,
      suspended_at integer, suspended_reason text, unique (topic_id, name)
    )`,
    "create table buckets (id text primary key, paused_until integer not null, tokens real not null, refilled_at integer not null)",
    `create table monitors (
      seq integer primary key autoincrement, id text not null unique, project_id text not null references projects (id),
      door text, door_key text, slug text, name text not null, kind text not null, tags text not null, search text not null,
      config text not null, version integer not null, created_at integer not null,
      unique (project_id, slug), unique (project_id, door, door_key)
    )`,
    "create index monitors_by_name on monitors (project_id, name, id)",
    `create table monitor_states (
      monitor_seq integer primary key references monitors (seq) on delete cascade, status text not null,
      status_since_at integer not null, ping_count integer not null, last_ping_at integer, last_signal_at integer not null,
      started_at integer, started_run_id text, last_duration_ms integer, failures_in_row integer not null,
      successes_in_row integer not null, expected_at integer, deadline_at integer, incident text,
      incident_count integer not null, sweep_at integer
    )`,
    "create index monitor_states_sweep on monitor_states (sweep_at) where sweep_at is not null",
    // Room on each page, so that an ordinary ping writes its row anew beside the old one and touches no index.
    {
      sqlite: null,
      postgres: "alter table monitor_states set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)",
    },
    `create table pings (
      monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, at integer not null, kind text not null,
      exit_status integer, run_id text, duration_ms integer, method text not null, scheme text not null,
      remote_address text not null, user_agent text not null, body_bytes integer not null, primary key (monitor_seq, n)
    ) without rowid`,
    `create table ping_bodies (
      monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, body blob not null,
      primary key (monitor_seq, n)
    )`,
    // To look a monitor up for each ping costs more than the ping: delete-monitors.ts deletes what these would.
    { sqlite: null, postgres: "alter table pings drop constraint pings_monitor_seq_fkey" },
    { sqlite: null, postgres: "alter table ping_bodies drop constraint ping_bodies_monitor_seq_fkey" },
    { sqlite: null, postgres: "alter table pings set (autovacuum_vacuum_scale_factor = 0.02)" },
    `create table transitions (
      seq integer primary key autoincrement, monitor_seq integer not null references monitors (seq) on delete cascade,
      from_status text not null, to_status text not null, severity text not null, at integer not null,
      reason_code text not null, reason_text text not null, incident integer, incident_opened_at integer, gaps text not null
    )`,
    "create index transitions_monitor on transitions (monitor_seq, seq)",
    "create index transitions_at on transitions (at)",
    `create table notifications (
      id text primary key, project_id text not null, event text not null, topic_id text not null, monitor_id text,
      alert_key text, facts text not null, created_at integer not null
    )`,
    "create index notifications_created on notifications (created_at)",
    `create table messages (
      seq integer primary key autoincrement, id text not null unique,
      notification_id text not null references notifications (id), project_id text not null, event text not null,
      topic_id text not null, integration_id text not null, monitor_id text, alert_key text, lane text not null,
      status text not null, reason text not null, created_at integer not null, due_at integer, expires_at integer not null,
      attempt_count integer not null, try_count integer not null, lease_id text, uncertain integer not null,
      finished_at integer, last_reason text, receipt text
    )`,
    "create index messages_due on messages (integration_id, due_at) where status = 'waiting' and due_at is not null",
    "create index messages_due_at on messages (due_at) where status = 'waiting' and due_at is not null",
    "create index messages_leased on messages (integration_id) where lease_id is not null",
    "create unique index messages_lease on messages (lease_id) where lease_id is not null",
    "create index messages_lane on messages (lane, seq) where status = 'waiting'",
    "create index messages_alert on messages (alert_key, integration_id) where alert_key is not null",
    "create index messages_expiry on messages (expires_at) where status = 'waiting'",
    "create index messages_finished on messages (finished_at) where finished_at is not null",
    "create index messages_dead on messages (finished_at) where status = 'dead'",
    "create index messages_project on messages (project_id, seq)",
    "create index messages_notification on messages (notification_id)",
    `create table attempts (
      message_id text not null references messages (id) on delete cascade, n integer not null, at integer not null,
      duration_ms integer not null, outcome text not null, reason text not null, answer text, primary key (message_id, n)
    ) without rowid`,
    `create table idempotency (
      topic_id text not null, key text not null, body_hash text not null, answer text not null, created_at integer not null,
      primary key (topic_id, key)
    )`,
    "create index idempotency_created on idempotency (created_at)",
    `create table history (
      seq integer primary key autoincrement, project_id text not null, at integer not null, kind text not null,
      actor text not null, monitor_id text, topic_id text, text text not null
    )`,
    "create index history_project on history (project_id, seq)",
    "create index history_monitor on history (monitor_id, seq) where monitor_id is not null",
    "create index history_at on history (at)",
    "create table intake (id integer primary key, alive_at integer not null)",
    "create table gaps (from_at integer not null, to_at integer not null)",
  ],
};
