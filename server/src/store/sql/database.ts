import type { Generated } from "kysely";
import type { AccountTables } from "./account-tables.ts";
import type { AlarmTables } from "./alarm-tables.ts";
import type { IncidentTables } from "./incident-tables.ts";
import type { OutboxTables } from "./outbox-tables.ts";
import type { PageTables } from "./page-tables.ts";

/**
 * The tables. Instants and durations are integers in milliseconds, booleans 0 or 1, lists and facts JSON text.
 * What a ping changes (`monitor_states`) stands apart from what people decide (`monitors`).
 */
export interface Database extends AccountTables, AlarmTables, IncidentTables, OutboxTables, PageTables {
  meta: { name: string; value: string };
  projects: ProjectsTable;
  keys: KeysTable;
  topics: TopicsTable;
  integrations: IntegrationsTable;
  monitors: MonitorsTable;
  monitor_states: MonitorStatesTable;
  pings: PingsTable;
  ping_bodies: { monitor_seq: number; n: number; body: Uint8Array };
  probe_results: ProbeResultsTable;
  transitions: TransitionsTable;
  history: HistoryTable;
  intake: { id: number; alive_at: number };
  gaps: { from_at: number; to_at: number };
}

interface ProjectsTable {
  id: string;
  name: string;
  timezone: string;
  default_topics: string;
  created_at: number;
  board_topic: string | null;
  board_mode: Generated<string>;
  board_digest_every_ms: Generated<number>;
  /** When the next digest of the board is due; null while it sends none. */
  board_digest_at: number | null;
  /** When its owner deleted it; what belonged to it goes bit by bit (prune.ts). */
  deleted_at: number | null;
  /** Part of what the addresses of badges are made from: another one makes others of them all. */
  badge_round: Generated<number>;
}

interface KeysTable {
  id: string;
  project_id: string;
  kind: string;
  name: string;
  hint: string;
  /** Look-up code of the value. */
  code: string;
  /** The sealed value, for kinds that people must look up again; null for the others. */
  sealed: string | null;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
  /** The only monitor that the key is for; null: any of the project. */
  monitor_id: string | null;
}

interface TopicsTable {
  id: string;
  project_id: string;
  channel: string;
  topic: string;
  hash_code: string;
  hash_sealed: string;
  created_at: number;
}

interface IntegrationsTable {
  id: string;
  topic_id: string;
  position: number;
  name: string;
  provider: string;
  model: string | null;
  credentials: string;
  /** Integrations with the same credentials share one rate bucket and one breaker. */
  bucket_id: string;
  notify_on: string | null;
  enabled: number;
  keeps_incidents: number;
  rate_tokens: number | null;
  rate_per_ms: number | null;
  suspended_at: number | null;
  suspended_reason: string | null;
  /** When messages were last told in a digest; null: never. */
  storm_at: number | null;
}

interface MonitorsTable {
  /** Short internal key of the hot tables. */
  seq: Generated<number>;
  id: string;
  project_id: string;
  door: string | null;
  door_key: string | null;
  /** The id that it had in the system it came from. */
  imported_id: string | null;
  slug: string | null;
  name: string;
  kind: string;
  tags: string;
  /** Name, slug, description and tags in lower case, for the text filter. */
  search: string;
  config: string;
  /** Rises with each change of the configuration. */
  version: number;
  created_at: number;
}

export interface MonitorStatesTable {
  monitor_seq: number;
  status: string;
  status_since_at: number;
  ping_count: number;
  last_ping_at: number | null;
  last_signal_at: number;
  started_at: number | null;
  started_run_id: string | null;
  last_duration_ms: number | null;
  failure_count: Generated<number>;
  failures_in_row: number;
  successes_in_row: number;
  expected_at: number | null;
  deadline_at: number | null;
  incident: string | null;
  incident_count: number;
  /** When the sweep looks again: never after the deadline, so that an ordinary ping leaves this index alone. */
  sweep_at: number | null;
  /** When the probe is due; while leased the end of the lease; null: never. */
  probe_at: number | null;
  probe_lease: string | null;
  /** Probes of one host share its slots. */
  probe_host: string | null;
}

interface ProbeResultsTable {
  monitor_seq: number;
  n: number;
  at: number;
  verdict: string;
  reason: string;
  /** JSON of the timings and the details. */
  seen: string;
}

interface PingsTable {
  monitor_seq: number;
  n: number;
  at: number;
  kind: string;
  exit_status: number | null;
  run_id: string | null;
  duration_ms: number | null;
  method: string;
  scheme: string;
  remote_address: string;
  user_agent: string;
  body_bytes: number;
  /** What the body was announced as; null without a body, or when nothing was said. */
  content_type: string | null;
}

interface TransitionsTable {
  seq: Generated<number>;
  monitor_seq: number;
  from_status: string;
  to_status: string;
  severity: string;
  at: number;
  reason_code: string;
  reason_text: string;
  incident: number | null;
  incident_opened_at: number | null;
  gaps: string;
}

interface HistoryTable {
  seq: Generated<number>;
  project_id: string;
  at: number;
  kind: string;
  actor: string;
  monitor_id: string | null;
  topic_id: string | null;
  text: string;
  /** Where the request came from; null for what we did ourselves. */
  from_address: string | null;
  /** The account that did it; of what belongs to no project, the account that it is told to. */
  account_id: string | null;
}
