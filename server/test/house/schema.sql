CREATE TABLE accounts (
  id text primary key, email text not null, email_key text not null unique, name text not null, password_hash text,
  is_operator integer not null, created_at integer not null, last_seen_at integer
);

CREATE TABLE alarm_bodies (
  seq integer primary key autoincrement, id text not null unique, project_id text not null, topic_id text not null,
  source text not null, at integer not null, content_type text not null, total_bytes integer not null, unparsed text,
  body blob not null
);

CREATE TABLE alarm_body_monitors (
  monitor_seq integer not null references monitors (seq) on delete cascade,
  body_seq integer not null references alarm_bodies (seq) on delete cascade, primary key (monitor_seq, body_seq)
  ) without rowid;

CREATE TABLE alarm_states (
  monitor_seq integer primary key references monitors (seq) on delete cascade, alarm text not null, resolved_at integer
);

CREATE TABLE alarm_tokens (
  id text primary key, project_id text not null references projects (id),
  topic_id text not null references topics (id) on delete cascade, name text not null, hint text not null,
  code text not null unique, allow text not null, options text not null, created_at integer not null,
  last_used_at integer, expires_at integer
);

CREATE TABLE attempts (
  message_id text not null references messages (id) on delete cascade, n integer not null, at integer not null,
  duration_ms integer not null, outcome text not null, reason text not null, answer text, primary key (message_id, n)
  ) without rowid;

CREATE TABLE breakers (
  bucket_id text primary key, outcomes integer not null, since_at integer, until_at integer, wait_ms integer,
  probing integer not null, reason text not null
);

CREATE TABLE buckets (id text primary key, paused_until integer not null, tokens real not null, refilled_at integer not null);

CREATE TABLE gaps (from_at integer not null, to_at integer not null);

CREATE TABLE history (
  seq integer primary key autoincrement, project_id text not null, at integer not null, kind text not null,
  actor text not null, monitor_id text, topic_id text, text text not null
  , from_address text, account_id text);

CREATE TABLE idempotency (
  topic_id text not null, key text not null, body_hash text not null, answer text not null, created_at integer not null,
  primary key (topic_id, key)
);

CREATE TABLE incident_notes (
  seq integer primary key autoincrement, incident_seq integer not null references incidents (seq) on delete cascade,
  at integer not null, actor text not null, text text not null
);

CREATE TABLE incidents (
  seq integer primary key autoincrement, project_id text not null,
  monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, severity text not null,
  opened_at integer not null, opened_code text not null, opened_text text not null, closed_at integer, closed_to text,
  closed_code text, closed_text text, acknowledged_at integer, acknowledged_by text, unique (monitor_seq, n)
);

CREATE TABLE instance_settings (name text primary key, value text not null);

CREATE TABLE intake (id integer primary key, alive_at integer not null);

CREATE TABLE integrations (
  id text primary key, topic_id text not null references topics (id) on delete cascade, position integer not null,
  name text not null, provider text not null, model text, credentials text not null, bucket_id text not null,
  notify_on text, enabled integer not null, keeps_incidents integer not null, rate_tokens real, rate_per_ms integer,
  suspended_at integer, suspended_reason text, storm_at integer, unique (topic_id, name)
);

CREATE TABLE invites (
  id text primary key, project_id text not null references projects (id) on delete cascade, role text not null,
  email text, code text not null unique, invited_by text not null, created_at integer not null, expires_at integer not null
);

CREATE TABLE keys (
  id text primary key, project_id text not null references projects (id), kind text not null, name text not null,
  hint text not null, code text not null unique, sealed text, created_at integer not null, last_used_at integer, revoked_at integer
  , monitor_id text references monitors (id) on delete cascade);

CREATE TABLE login_buckets (id text primary key, tokens real not null, refilled_at integer not null);

CREATE TABLE members (
  project_id text not null references projects (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade, role text not null, joined_at integer not null,
  primary key (project_id, account_id)
);

CREATE TABLE messages (
  seq integer primary key autoincrement, id text not null unique,
  notification_id text not null references notifications (id), project_id text not null, event text not null,
  topic_id text not null, integration_id text not null, monitor_id text, alert_key text, lane text not null,
  status text not null, reason text not null, created_at integer not null, due_at integer, expires_at integer not null,
  attempt_count integer not null, try_count integer not null, lease_id text, uncertain integer not null,
  finished_at integer, last_reason text, receipt text
  , digest_id text);

CREATE TABLE meta (name text primary key, value text not null);

CREATE TABLE monitor_states (
  monitor_seq integer primary key references monitors (seq) on delete cascade, status text not null,
  status_since_at integer not null, ping_count integer not null, last_ping_at integer, last_signal_at integer not null,
  started_at integer, started_run_id text, last_duration_ms integer, failures_in_row integer not null,
  successes_in_row integer not null, expected_at integer, deadline_at integer, incident text,
  incident_count integer not null, sweep_at integer
  , failure_count integer not null default 0, probe_at integer, probe_lease text, probe_host text);

CREATE TABLE monitors (
  seq integer primary key autoincrement, id text not null unique, project_id text not null references projects (id),
  door text, door_key text, slug text, name text not null, kind text not null, tags text not null, search text not null,
  config text not null, version integer not null, created_at integer not null, imported_id text,
  unique (project_id, slug), unique (project_id, door, door_key)
);

CREATE TABLE notifications (
  id text primary key, project_id text not null, event text not null, topic_id text not null, monitor_id text,
  alert_key text, facts text not null, created_at integer not null
);

CREATE TABLE oidc_links (
  issuer text not null, subject text not null, account_id text not null references accounts (id) on delete cascade,
  email text not null, linked_at integer not null, primary key (issuer, subject)
);

CREATE TABLE one_time_tokens (
  code text primary key, purpose text not null, account_id text references accounts (id) on delete cascade, sealed text,
  created_at integer not null, expires_at integer
);

CREATE TABLE passkeys (
  id text primary key, account_id text not null references accounts (id) on delete cascade,
  credential_id text not null unique, public_key text not null, counter integer not null, transports text not null,
  backed_up integer not null, name text not null, created_at integer not null, last_used_at integer
);

CREATE TABLE ping_bodies (
  monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, body blob not null,
  primary key (monitor_seq, n)
);

CREATE TABLE pings (
  monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, at integer not null, kind text not null,
  exit_status integer, run_id text, duration_ms integer, method text not null, scheme text not null,
  remote_address text not null, user_agent text not null, body_bytes integer not null, content_type text, primary key (monitor_seq, n)
  ) without rowid;

CREATE TABLE probe_results (
  monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, at integer not null,
  verdict text not null, reason text not null, seen text not null, primary key (monitor_seq, n)
  ) without rowid;

CREATE TABLE projects (
  id text primary key, name text not null, timezone text not null, default_topics text not null, created_at integer not null
  , board_topic text, board_mode text not null default 'each', board_digest_every_ms integer not null default 3600000, board_digest_at integer, deleted_at integer, badge_round integer not null default 1);

CREATE TABLE recovery_codes (
  account_id text not null references accounts (id) on delete cascade, code text not null, used_at integer,
  primary key (account_id, code)
);

CREATE TABLE sessions (
  id text primary key, account_id text not null references accounts (id) on delete cascade, code text not null unique,
  state text not null, created_at integer not null, last_seen_at integer not null, expires_at integer not null,
  address text not null, user_agent text not null
);

CREATE TABLE status_pages (
  project_id text primary key references projects (id) on delete cascade, slug text not null unique,
  enabled integer not null, content text not null, changed_at integer not null
);

CREATE TABLE topics (
  id text primary key, project_id text not null references projects (id), channel text not null, topic text not null,
  hash_code text not null, hash_sealed text not null, created_at integer not null, unique (project_id, channel, topic)
);

CREATE TABLE totp_secrets (
  account_id text primary key references accounts (id) on delete cascade, sealed text not null, created_at integer not null,
  confirmed_at integer, used_step integer
);

CREATE TABLE transitions (
  seq integer primary key autoincrement, monitor_seq integer not null references monitors (seq) on delete cascade,
  from_status text not null, to_status text not null, severity text not null, at integer not null,
  reason_code text not null, reason_text text not null, incident integer, incident_opened_at integer, gaps text not null
);

CREATE INDEX alarm_bodies_at on alarm_bodies (at);

CREATE INDEX alarm_bodies_topic on alarm_bodies (topic_id, seq);

CREATE INDEX alarm_body_monitors_body on alarm_body_monitors (body_seq);

CREATE INDEX alarm_states_resolved on alarm_states (resolved_at) where resolved_at is not null;

CREATE INDEX alarm_tokens_expiry on alarm_tokens (expires_at) where expires_at is not null;

CREATE INDEX alarm_tokens_topic on alarm_tokens (topic_id);

CREATE INDEX breakers_open on breakers (until_at) where until_at is not null;

CREATE INDEX history_account on history (account_id, seq) where account_id is not null;

CREATE INDEX history_at on history (at);

CREATE INDEX history_monitor on history (monitor_id, seq) where monitor_id is not null;

CREATE INDEX history_project on history (project_id, seq);

CREATE INDEX history_topic on history (topic_id, seq) where topic_id is not null;

CREATE INDEX idempotency_created on idempotency (created_at);

CREATE INDEX incident_notes_incident on incident_notes (incident_seq, seq);

CREATE INDEX incidents_closed on incidents (project_id, seq) where closed_at is not null;

CREATE INDEX incidents_closed_at on incidents (closed_at) where closed_at is not null;

CREATE INDEX incidents_open on incidents (project_id, seq) where closed_at is null;

CREATE INDEX invites_expiry on invites (expires_at);

CREATE INDEX invites_project on invites (project_id);

CREATE INDEX keys_monitor on keys (monitor_id);

CREATE INDEX keys_project on keys (project_id);

CREATE INDEX login_buckets_refilled on login_buckets (refilled_at);

CREATE INDEX members_account on members (account_id);

CREATE INDEX messages_alert on messages (alert_key, integration_id) where alert_key is not null;

CREATE INDEX messages_dead on messages (finished_at) where status = 'dead';

CREATE INDEX messages_dead_project on messages (project_id, seq) where status = 'dead';

CREATE INDEX messages_digest on messages (digest_id) where digest_id is not null;

CREATE INDEX messages_due on messages (integration_id, due_at) where status = 'waiting' and due_at is not null;

CREATE INDEX messages_due_at on messages (due_at) where status = 'waiting' and due_at is not null;

CREATE INDEX messages_expiry on messages (expires_at) where status = 'waiting';

CREATE INDEX messages_finished on messages (finished_at) where finished_at is not null;

CREATE INDEX messages_integration on messages (project_id, integration_id, seq);

CREATE INDEX messages_lane on messages (lane, seq) where status = 'waiting';

CREATE UNIQUE INDEX messages_lease on messages (lease_id) where lease_id is not null;

CREATE INDEX messages_leased on messages (integration_id) where lease_id is not null;

CREATE INDEX messages_monitor on messages (monitor_id, seq) where monitor_id is not null;

CREATE INDEX messages_notification on messages (notification_id);

CREATE INDEX messages_project on messages (project_id, seq);

CREATE INDEX messages_topic on messages (project_id, topic_id, seq);

CREATE INDEX messages_untold on messages (integration_id, seq) where status = 'waiting' and due_at is not null
  and lease_id is null and monitor_id is not null and try_count = 0;

CREATE INDEX monitor_states_probe on monitor_states (probe_at) where probe_at is not null;

CREATE INDEX monitor_states_sweep on monitor_states (sweep_at) where sweep_at is not null;

CREATE INDEX monitors_by_name on monitors (project_id, name, id);

CREATE UNIQUE INDEX monitors_imported on monitors (project_id, door, imported_id) where imported_id is not null;

CREATE INDEX notifications_created on notifications (created_at);

CREATE INDEX oidc_links_account on oidc_links (account_id);

CREATE INDEX one_time_tokens_account on one_time_tokens (account_id);

CREATE INDEX one_time_tokens_expiry on one_time_tokens (expires_at) where expires_at is not null;

CREATE INDEX passkeys_account on passkeys (account_id);

CREATE INDEX projects_deleted on projects (deleted_at) where deleted_at is not null;

CREATE INDEX sessions_account on sessions (account_id);

CREATE INDEX sessions_expiry on sessions (expires_at);

CREATE INDEX transitions_at on transitions (at);

CREATE INDEX transitions_monitor on transitions (monitor_seq, seq);

CREATE INDEX transitions_monitor_at on transitions (monitor_seq, at);
