import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { DEAD_LETTERS_MS, IDEMPOTENCY_WINDOW_MS, MESSAGES_MS } from "../message-retention.ts";
import type { Database } from "./database.ts";
import { deleteMonitors } from "./delete-monitors.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking, rowId } from "./dialect.ts";
import { jsonRows } from "./json-rows.ts";
import { lockMonitors } from "./locks.ts";
import { pruneProjects } from "./prune-projects.ts";
import { writeHistory } from "./write-history.ts";

type MonitorRows = Database & { s: Database["monitor_states"] };

const DAY_MS = 24 * 3_600_000;
const KEPT_PINGS = 1_000;
const TRANSITIONS_MS = 400 * DAY_MS;
const RESOLVED_ALARMS_MS = 30 * DAY_MS;
const ALARM_BODIES_MS = 30 * DAY_MS;

/**
 * Makes the pruning of a store: each call deletes a bounded number of rows that retention no longer keeps, in short
 * transactions, so that no ping waits long. The monitors are visited round robin.
 */
export function createPruner(deps: SqlDeps): (limit: number) => Promise<number> {
  let lastMonitor = 0;
  return async (limit) => {
    const pings = await prunePings(deps.db, lastMonitor, limit);
    lastMonitor = pings.lastMonitor;
    let gone = pings.gone;
    gone += await pruneAlarms(deps, limit);
    gone += await pruneProjects(deps, limit);
    for (const rows of outlived(deps.now(), limit)) gone += await deleteRows(deps.db, rows);
    return gone;
  };
}

/** What somebody else works on, above all another pruner, is left alone. */
const FREE = locking("update skip locked");

/** The rows of each kind that are too old, by statements that find them in an index. */
function outlived(now: number, limit: number): readonly RawBuilder<unknown>[] {
  const finished = now - MESSAGES_MS;
  const past = now - TRANSITIONS_MS;
  /** The oldest first, so that the index of that time is the one to walk along, whatever a planner thinks of the others. */
  const oldest = (column: string): RawBuilder<unknown> => sql`order by ${sql.ref(column)} limit ${limit} ${FREE}`;
  return [
    sql`transitions where seq in (select seq from transitions where at < ${past} ${oldest("at")})`,
    sql`incidents where seq in (select seq from incidents where closed_at < ${past} ${oldest("closed_at")})`,
    sql`history where seq in (select seq from history where at < ${past} ${oldest("at")})`,
    sql`gaps where ${rowId} in (select ${rowId} from gaps where to_at < ${past} limit ${limit} ${FREE})`,
    sql`messages where seq in (select seq from messages
      where status = 'dead' and finished_at < ${now - DEAD_LETTERS_MS} ${oldest("finished_at")})`,
    sql`messages where seq in (select seq from messages where finished_at < ${finished} ${oldest("finished_at")})`,
    sql`notifications where id in (select n.id from notifications n where n.created_at < ${finished}
      and not exists (select 1 from messages m where m.notification_id = n.id) ${oldest("n.created_at")})`,
    sql`alarm_bodies where seq in (select seq from alarm_bodies where at < ${now - ALARM_BODIES_MS} ${oldest("at")})`,
    sql`alarm_tokens where id in (select id from alarm_tokens where expires_at <= ${now} ${oldest("expires_at")})`,
    sql`idempotency where ${rowId} in (select ${rowId} from idempotency
      where created_at < ${now - IDEMPOTENCY_WINDOW_MS} ${oldest("created_at")})`,
    sql`sessions where id in (select id from sessions where expires_at <= ${now} ${oldest("expires_at")})`,
    sql`invites where id in (select id from invites where expires_at <= ${now} ${oldest("expires_at")})`,
    sql`one_time_tokens where code in (select code from one_time_tokens where expires_at <= ${now} ${oldest("expires_at")})`,
    sql`login_buckets where id in (select id from login_buckets
      where refilled_at < ${now - DAY_MS} ${oldest("refilled_at")})`,
  ];
}

async function deleteRows(db: Db, rows: RawBuilder<unknown>): Promise<number> {
  const result = await sql`delete from ${rows}`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/**
 * Keeps the newest pings of each of the next monitors, all of them in one transaction: a commit for each would make the
 * disk work for a few rows at a time. A monitor that has more than the limit to lose is visited again.
 */
async function prunePings(db: Db, after: number, limit: number): Promise<{ gone: number; lastMonitor: number }> {
  const monitors = await db
    .selectFrom("monitor_states as s")
    .select((column) => [
      "s.monitor_seq",
      "s.ping_count",
      firstNumber(column, "pings").as("first_ping"),
      firstNumber(column, "probe_results").as("first_result"),
    ])
    .where("s.monitor_seq", ">", after)
    .orderBy("s.monitor_seq")
    .limit(limit)
    .execute();
  const old: OldNumbers[] = [];
  let left = limit;
  let lastMonitor = after;
  for (const { monitor_seq: seq, ping_count: count, first_ping, first_result } of monitors) {
    const first = Math.min(first_ping ?? Number.POSITIVE_INFINITY, first_result ?? Number.POSITIVE_INFINITY);
    const tooMany = Math.max(0, count - KEPT_PINGS - first + 1);
    if (tooMany > 0) old.push([seq, first + Math.min(tooMany, left) - 1]);
    left -= Math.min(tooMany, left);
    if (left === 0) return { gone: await deletePings(db, old), lastMonitor };
    lastMonitor = seq;
  }
  return { gone: await deletePings(db, old), lastMonitor: monitors.length < limit ? 0 : lastMonitor };
}

/** The number of the oldest row of a monitor, by the table's key. */
function firstNumber(column: ExpressionBuilder<MonitorRows, "s">, table: "pings" | "probe_results") {
  return column
    .selectFrom(table)
    .select((of) => of.fn.min<number | null>(`${table}.n`).as("n"))
    .whereRef(`${table}.monitor_seq`, "=", "s.monitor_seq");
}

/** Deletes the monitors of alarms that have been resolved for long: the next report makes them anew. */
async function pruneAlarms(deps: SqlDeps, limit: number): Promise<number> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const old = await trx
      .selectFrom("alarm_states as a")
      .innerJoin("monitors as m", "m.seq", "a.monitor_seq")
      .select(["m.seq", "m.id", "m.project_id", "m.name"])
      .where("a.resolved_at", "<", now - RESOLVED_ALARMS_MS)
      .limit(limit)
      .modifyEnd(locking("update of a skip locked"))
      .execute();
    if (old.length === 0) return 0;
    await lockMonitors(
      trx,
      old.map(({ id }) => ({ by: "id", monitorId: id })),
    );
    const entries = old.map(({ id, name, project_id: projectId }) => {
      const text = `Alarm ${name} was deleted: it has been resolved for 30 days.`;
      return { projectId, at: now, kind: "monitor-deleted" as const, actor: "time", monitorId: id, text };
    });
    await writeHistory(trx, entries);
    const seqs = old.map(({ seq }) => seq);
    await deleteMonitors(trx, seqs);
    return old.length;
  });
}

/** Numbers of a monitor's pings or results: up to and with this one. */
type OldNumbers = readonly [seq: number, upTo: number];

/** Deletes the oldest pings of monitors with their bodies, or the oldest results of probes: both have the same numbers. */
async function deletePings(db: Db, old: readonly OldNumbers[]): Promise<number> {
  if (old.length === 0) return 0;
  const of = jsonRows(["seq", "up_to"], old, { seq: "bigint", up_to: "bigint" });
  const rows = (table: string): RawBuilder<unknown> =>
    sql`${sql.table(table)} where (monitor_seq, n) in (
      select t.monitor_seq, t.n from ${of} as o join ${sql.table(table)} t on t.monitor_seq = o.seq and t.n <= o.up_to)`;
  return await db.transaction().execute(async (trx) => {
    await deleteRows(trx, rows("ping_bodies"));
    return (await deleteRows(trx, rows("probe_results"))) + (await deleteRows(trx, rows("pings")));
  });
}
