import type { Generated } from "kysely";

/** The tables of alarms; a part of the database (database.ts). */
export interface AlarmTables {
  /** What was last heard of an alarm, as JSON; since when it is resolved, for the pruning. */
  alarm_states: { monitor_seq: number; alarm: string; resolved_at: number | null };
  alarm_tokens: AlarmTokensTable;
  alarm_bodies: AlarmBodiesTable;
  /** Which monitors a body spoke of. */
  alarm_body_monitors: { monitor_seq: number; body_seq: number };
}

interface AlarmTokensTable {
  id: string;
  project_id: string;
  topic_id: string;
  name: string;
  hint: string;
  /** Look-up code of the value. */
  code: string;
  allow: string;
  options: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
}

interface AlarmBodiesTable {
  seq: Generated<number>;
  id: string;
  project_id: string;
  topic_id: string;
  source: string;
  at: number;
  content_type: string;
  /** Bytes that came; the body may be shorter. */
  total_bytes: number;
  unparsed: string | null;
  body: Uint8Array;
}
