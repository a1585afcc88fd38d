import { sql } from "kysely";
import type { Db, SqlDeps } from "./deps.ts";
import { IDEMPOTENCY_WINDOW_MS } from "./publish.ts";

const DAY_MS = 24 * 3_600_000;
const KEPT_PINGS = 1_000;
const TRANSITIONS_MS = 400 * DAY_MS;
const MESSAGES_MS = 90 * DAY_MS;
const DEAD_LETTERS_MS = 30 * DAY_MS;

/**
 * Makes the pruning of a store: each call deletes a bounded number of rows that retention no longer keeps, in short
 * transactions, so that no ping waits long. The monitors are visited round robin.
 */
export function createPruner(deps: SqlDeps): (limit: number) => Promise<number> {
  let lastMonitor = 0;
  return async (limit) => {
    const now = deps.now();
    const pings = await prunePings(deps.db, lastMonitor, limit);
    lastMonitor = pings.lastMonitor;
    let gone = pings.gone;
    gone += await pruneRows(deps.db, "transitions", sql`seq in (select seq from transitions where at < ${now - TRANSITIONS_MS} limit ${limit})`);
    gone += await pruneRows(deps.db, "history", sql`seq in (select seq from history where at < ${now - TRANSITIONS_MS} limit ${limit})`);
    gone += await pruneRows(deps.db, "gaps", sql`to_at < ${now - TRANSITIONS_MS}`);
    gone += await pruneRows(deps.db, "messages", sql`seq in (select seq from messages where finished_at < ${now - MESSAGES_MS} limit ${limit})`);
    gone += await pruneRows(deps.db, "messages", sql`seq in (select seq from messages where status = 'dead' and finished_at < ${now - DEAD_LETTERS_MS} limit ${limit})`);
    gone += await pruneRows(
      deps.db,
      "notifications",
      sql`id in (select n.id from notifications n where n.created_at < ${now - DEAD_LETTERS_MS}
        and not exists (select 1 from messages m where m.notification_id = n.id) limit ${limit})`,
    );
    gone += await pruneRows(deps.db, "idempotency", sql`created_at < ${now - IDEMPOTENCY_WINDOW_MS}`);
    return gone;
  };
}

async function pruneRows(db: Db, table: string, condition: ReturnType<typeof sql>): Promise<number> {
  const result = await sql`delete from ${sql.table(table)} where ${condition}`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** Keeps the newest pings of each of the next monitors. */
async function prunePings(db: Db, after: number, limit: number): Promise<{ gone: number; lastMonitor: number }> {
  const monitors = await db
    .selectFrom("monitor_states")
    .select(["monitor_seq", "ping_count"])
    .where("monitor_seq", ">", after)
    .orderBy("monitor_seq")
    .limit(limit)
    .execute();
  let gone = 0;
  for (const { monitor_seq: seq, ping_count: count } of monitors) {
    if (count <= KEPT_PINGS) continue;
    const old = sql`monitor_seq = ${seq} and n <= ${count - KEPT_PINGS}`;
    await pruneRows(db, "ping_bodies", old);
    gone += await pruneRows(db, "pings", old);
  }
  return { gone, lastMonitor: monitors.length < limit ? 0 : (monitors.at(-1)?.monitor_seq ?? 0) };
}
