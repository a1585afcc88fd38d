import { sql } from "kysely";
import type { Pill, PillOutcome, ProbeVerdict } from "../../model/index.ts";
import type { WatchPort } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonNumber } from "./dialect.ts";
import { jsonList, numberList } from "./json-rows.ts";

interface Found {
  readonly id: string;
  readonly pill: Pill;
}

const PROBE_OUTCOMES: Readonly<Record<ProbeVerdict, PillOutcome>> = { ok: "success", error: "fail", asleep: "asleep" };

/** The part of the watch port that gives the last results of many monitors. */
export function createPills(deps: SqlDeps): Pick<WatchPort, "pills"> {
  return { pills: (monitorIds, count) => lastPills(deps.db, monitorIds, count) };
}

/**
 * A heartbeat shows its success and fail pings and the deadlines that passed in silence, a probe its results, an alarm
 * what it said. Each list is read backwards along the monitor's own numbers, so that the length of a log does not matter.
 */
async function lastPills(
  db: Db,
  monitorIds: readonly string[],
  count: number,
): Promise<Readonly<Record<string, readonly Pill[]>>> {
  const rows = await db
    .selectFrom("monitors")
    .select(["seq", "id", "kind"])
    .where("id", "in", jsonList(monitorIds))
    .execute();
  const seqsOf = (kind: string): readonly number[] => rows.filter((row) => row.kind === kind).map((row) => row.seq);
  const heartbeats = seqsOf("heartbeat");
  const found = [
    ...(await endedRuns(db, heartbeats, count)),
    ...(await missedDeadlines(db, heartbeats, count)),
    ...(await probeResults(db, seqsOf("probe"), count)),
    ...(await alarmChanges(db, seqsOf("alarm"), count)),
  ];
  const byMonitor = Map.groupBy(found, ({ id }) => id);
  const lastOf = (id: string): readonly Pill[] =>
    (byMonitor.get(id) ?? [])
      .map(({ pill }) => pill)
      .sort((a, b) => a.at - b.at)
      .slice(-count);
  return Object.fromEntries(monitorIds.map((id) => [id, lastOf(id)]));
}

async function endedRuns(db: Db, seqs: readonly number[], count: number): Promise<readonly Found[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    at: number;
    kind: "success" | "fail";
    exit_status: number | null;
    duration_ms: number | null;
  }>`select m.id, p.at, p.kind, p.exit_status, p.duration_ms
    from monitors as m join pings as p on p.monitor_seq = m.seq
    where m.seq in ${numberList(seqs)} and p.n in (
      select l.n from pings as l where l.monitor_seq = m.seq and l.kind in ('success', 'fail')
      order by l.n desc limit ${count})`.execute(db);
  return rows.map(({ id, at, kind, exit_status: exitStatus, duration_ms: durationMs }) => {
    const reason = kind === "fail" && exitStatus !== null ? `exit status ${exitStatus}` : null;
    return { id, pill: { outcome: kind, at, durationMs, reason } };
  });
}

async function missedDeadlines(db: Db, seqs: readonly number[], count: number): Promise<readonly Found[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<{ id: string; at: number; reason_text: string }>`select m.id, t.at, t.reason_text
    from monitors as m join transitions as t on t.monitor_seq = m.seq
    where m.seq in ${numberList(seqs)} and t.seq in (
      select l.seq from transitions as l where l.monitor_seq = m.seq
      and l.reason_code in ('silence', 'run-too-long', 'first-ping-missing') order by l.seq desc limit ${count})`.execute(
    db,
  );
  return rows.map(({ id, at, reason_text: reason }) => ({
    id,
    pill: { outcome: "missed", at, durationMs: null, reason },
  }));
}

const TOTAL_MS = jsonNumber(sql.ref("r.seen"), ["timings", "totalMs"]);

async function probeResults(db: Db, seqs: readonly number[], count: number): Promise<readonly Found[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    at: number;
    verdict: ProbeVerdict;
    reason: string;
    total_ms: number;
  }>`select m.id, r.at, r.verdict, r.reason, ${TOTAL_MS} as total_ms
    from monitors as m join probe_results as r on r.monitor_seq = m.seq
    where m.seq in ${numberList(seqs)} and r.n in (
      select l.n from probe_results as l where l.monitor_seq = m.seq order by l.n desc limit ${count})`.execute(db);
  return rows.map(({ id, at, verdict, reason, total_ms: durationMs }) => ({
    id,
    pill: { outcome: PROBE_OUTCOMES[verdict], at, durationMs, reason: verdict === "ok" ? null : reason },
  }));
}

/** A change of severity is no result of its own. */
async function alarmChanges(db: Db, seqs: readonly number[], count: number): Promise<readonly Found[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    at: number;
    to_status: "up" | "down";
    reason_text: string;
  }>`select m.id, t.at, t.to_status, t.reason_text
    from monitors as m join transitions as t on t.monitor_seq = m.seq
    where m.seq in ${numberList(seqs)} and t.seq in (
      select l.seq from transitions as l where l.monitor_seq = m.seq
      and l.to_status in ('up', 'down') and l.to_status <> l.from_status order by l.seq desc limit ${count})`.execute(
    db,
  );
  return rows.map(({ id, at, to_status: to, reason_text: reason }) => ({
    id,
    pill: { outcome: to === "up" ? "success" : "fail", at, durationMs: null, reason },
  }));
}
