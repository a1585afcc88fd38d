import type { Migration } from "../migrate.ts";

/** What pages ask for: incidents with their notes, and the lists of one monitor, topic or integration by index. */
export const reads: Migration = {
  version: 5,
  // An older program would open and end outages without their incidents.
  breaking: true,
  statements: [
    `create table incidents (
      seq integer primary key autoincrement, project_id text not null,
      monitor_seq integer not null references monitors (seq) on delete cascade, n integer not null, severity text not null,
      opened_at integer not null, opened_code text not null, opened_text text not null, closed_at integer, closed_to text,
      closed_code text, closed_text text, acknowledged_at integer, acknowledged_by text, unique (monitor_seq, n)
    )`,
    "create index incidents_open on incidents (project_id, seq) where closed_at is null",
    "create index incidents_closed on incidents (project_id, seq) where closed_at is not null",
    "create index incidents_closed_at on incidents (closed_at) where closed_at is not null",
    `create table incident_notes (
      seq integer primary key autoincrement, incident_seq integer not null references incidents (seq) on delete cascade,
      at integer not null, actor text not null, text text not null
    )`,
    "create index incident_notes_incident on incident_notes (incident_seq, seq)",
    // Incidents of before: who acknowledged them is known of those that are still open.
    `insert into incidents (project_id, monitor_seq, n, severity, opened_at, opened_code, opened_text)
      select m.project_id, t.monitor_seq, t.incident, t.severity, t.incident_opened_at, t.reason_code, t.reason_text
      from transitions t join monitors m on m.seq = t.monitor_seq
      where t.incident is not null and t.to_status = 'down' and t.from_status <> 'down' order by t.seq`,
    `update incidents set closed_at = t.at, closed_to = t.to_status, closed_code = t.reason_code, closed_text = t.reason_text
      from transitions t where t.monitor_seq = incidents.monitor_seq and t.incident = incidents.n
      and t.from_status = 'down' and t.to_status <> 'down'`,
    {
      sqlite: `update incidents set acknowledged_at = s.incident ->> 'acknowledgedAt', acknowledged_by = s.incident ->> 'acknowledgedBy'
        from monitor_states s where s.monitor_seq = incidents.monitor_seq and s.incident ->> 'n' = incidents.n`,
      // No database of PostgreSQL is older than this step.
      postgres: null,
    },
    "create index transitions_monitor_at on transitions (monitor_seq, at)",
    "create index messages_monitor on messages (monitor_id, seq) where monitor_id is not null",
    // Behind the project, so that the sender's questions about an integration keep to their own, smaller indexes.
    "create index messages_topic on messages (project_id, topic_id, seq)",
    "create index messages_integration on messages (project_id, integration_id, seq)",
    "create index messages_dead_project on messages (project_id, seq) where status = 'dead'",
    "alter table pings add column content_type text",
  ],
};
