import type { Selectable } from "kysely";
import type {
  Ping,
  PingKind,
  ProbeResult,
  ProbeVerdict,
  Severity,
  StoredStatus,
  StoredTransition,
} from "../../model/index.ts";
import type { Database } from "./database.ts";

type Row<Table extends keyof Database> = Selectable<Database[Table]>;

export function pingFromRow(row: Row<"pings">): Ping {
  return {
    n: row.n,
    at: row.at,
    kind: row.kind as PingKind,
    exitStatus: row.exit_status,
    runId: row.run_id,
    durationMs: row.duration_ms,
    method: row.method,
    scheme: row.scheme,
    remoteAddress: row.remote_address,
    userAgent: row.user_agent,
    bodyBytes: row.body_bytes,
    contentType: row.content_type,
  };
}

export function resultFromRow(row: Row<"probe_results">): ProbeResult {
  return { n: row.n, at: row.at, verdict: row.verdict as ProbeVerdict, reason: row.reason, ...JSON.parse(row.seen) };
}

export function transitionFromRow(monitorId: string, row: Row<"transitions">): StoredTransition {
  return {
    id: String(row.seq),
    monitorId,
    from: row.from_status as StoredStatus,
    to: row.to_status as StoredStatus,
    severity: row.severity as Severity,
    at: row.at,
    reason: { code: row.reason_code as StoredTransition["reason"]["code"], text: row.reason_text },
    incident: row.incident,
    incidentOpenedAt: row.incident_opened_at,
    gaps: JSON.parse(row.gaps),
  };
}
