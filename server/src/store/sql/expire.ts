import { sql } from "kysely";
import { EXPIRED_REASON } from "../delivery-words.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";
import { promoteHeads } from "./lanes.ts";
import { writeLostTries } from "./lease.ts";
import { lockLanes } from "./locks.ts";
import { writeHistory } from "./write-history.ts";

/** Gives up messages past their age limit that nobody is sending right now; says how many. */
export async function expire(deps: SqlDeps, limit: number): Promise<number> {
  // Most rounds find nothing: those must not take the write lock.
  const found = await expired(deps, deps.now(), 1).execute();
  if (found.length === 0) return 0;
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const seen = await expired({ db: trx }, now, limit).execute();
    const rows = isPostgres(trx) ? await stillExpired(trx, seen, now) : seen;
    const ids = jsonList(rows.map((row) => row.id));
    await writeLostTries(
      trx,
      rows.filter((row) => row.lease_id !== null),
    );
    await sql`update messages set status = 'dead', due_at = null, lease_id = null, finished_at = ${now},
        attempt_count = attempt_count + case when lease_id is null then 0 else 1 end,
        try_count = try_count + case when lease_id is null then 0 else 1 end,
        last_reason = ${EXPIRED_REASON} || coalesce(' Before: ' || last_reason, '')
      where id in ${ids}`.execute(trx);
    await promoteHeads(
      trx,
      rows.map((row) => row.lane),
      now,
    );
    await writeHistory(
      trx,
      rows.map((row) => ({
        projectId: row.project_id,
        at: now,
        kind: "message-dead",
        actor: "delivery",
        monitorId: row.monitor_id ?? undefined,
        topicId: row.topic_id,
        text: `Message ${row.id} was given up. ${EXPIRED_REASON}`,
      })),
    );
    return rows.length;
  });
}

/** What is still expired once nobody else can touch it. */
async function stillExpired(trx: Db, seen: readonly { readonly id: string; readonly lane: string }[], now: number) {
  await lockLanes(trx, jsonList(seen.map((row) => row.lane)));
  const ids = jsonList(seen.map((row) => row.id));
  return await expired({ db: trx }, now, seen.length).where("id", "in", ids).execute();
}

/** What waits past its age limit and is not being sent. */
function expired({ db }: Pick<SqlDeps, "db">, now: number, limit: number) {
  return db
    .selectFrom("messages")
    .select(["id", "project_id", "topic_id", "monitor_id", "lane", "lease_id", "try_count", "due_at"])
    .where(isWaiting)
    .where("expires_at", "<=", now)
    .where((eb) => eb.or([eb("lease_id", "is", null), eb("due_at", "<=", now)]))
    .limit(limit);
}
