import type { Generated } from "kysely";

/** The tables of incidents; a part of the database (database.ts). */
export interface IncidentTables {
  incidents: IncidentsTable;
  incident_notes: { seq: Generated<number>; incident_seq: number; at: number; actor: string; text: string };
}

interface IncidentsTable {
  seq: Generated<number>;
  project_id: string;
  monitor_seq: number;
  /** Counts the incidents of the monitor. */
  n: number;
  /** As it was last. */
  severity: string;
  opened_at: number;
  opened_code: string;
  opened_text: string;
  closed_at: number | null;
  closed_to: string | null;
  closed_code: string | null;
  closed_text: string | null;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
}
