import type { Migration } from "../migrate.ts";

/** Probes: when they are due, who runs them, and what they found. */
export const probes: Migration = {
  version: 4,
  // An older program would write configurations without `probe`.
  breaking: true,
  statements: [
    "alter table monitor_states add column failure_count integer not null default 0",
    "alter table monitor_states add column probe_at integer",
    "alter table monitor_states add column probe_lease text",
    "alter table monitor_states add column probe_host text",
    "create index monitor_states_probe on monitor_states (probe_at) where probe_at is not null",
    // No database of PostgreSQL is older than this step.
    { sqlite: "update monitors set config = json_set(config, '$.probe', null)", postgres: null },
    `create table probe_results (
      monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, at integer not null,
      verdict text not null, reason text not null, seen text not null, primary key (monitor_seq, n)
    ) without rowid`,
    { sqlite: null, postgres: "alter table probe_results drop constraint probe_results_monitor_seq_fkey" },
  ],
};
