import type { SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { writeHistory } from "./write-history.ts";
import { promoteHeads } from "./write-notifications.ts";

const EXPIRED_REASON = "It waited until its age limit: its target was suspended, disabled or limited all the time.";

/** Gives up messages past their age limit that nobody is sending right now; says how many. */
export async function expire(deps: SqlDeps, limit: number): Promise<number> {
  const found = await deps.db.selectFrom("messages").select("id").where("status", "=", "waiting").where("expires_at", "<=", deps.now()).limit(1).execute();
  if (found.length === 0) return 0;
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const rows = await trx
      .selectFrom("messages")
      .select(["id", "project_id", "topic_id", "monitor_id", "lane", "last_reason"])
      .where("status", "=", "waiting")
      .where("expires_at", "<=", now)
      .where((eb) => eb.or([eb("lease_id", "is", null), eb("due_at", "<=", now)]))
      .limit(limit)
      .execute();
    for (const row of rows) {
      await trx
        .updateTable("messages")
        .set({
          status: "dead",
          due_at: null,
          lease_id: null,
          finished_at: now,
          last_reason: row.last_reason ? `${EXPIRED_REASON} Before: ${row.last_reason}` : EXPIRED_REASON,
        })
        .where("id", "in", jsonList([row.id]))
        .execute();
    }
    await promoteHeads(trx, rows.map((row) => row.lane), now);
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
