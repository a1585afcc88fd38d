import { deleteMonitors } from "./delete-monitors.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking } from "./dialect.ts";

/** With a monitor go up to a thousand pings, so fewer of them are a step of the same length. */
const ROWS_OF_A_MONITOR = 100;

/**
 * Takes away a part of what is left of a project that was deleted, and the project itself when nothing is; says how many
 * rows it counted. Bodies of alarms and notifications go with their own retention.
 */
export async function pruneProjects({ db }: SqlDeps, limit: number): Promise<number> {
  const project = await db
    .selectFrom("projects")
    .select("id")
    .where("deleted_at", "is not", null)
    .limit(1)
    .executeTakeFirst();
  if (!project) return 0;
  return await db.transaction().execute(async (trx) => {
    const gone = await pruneOne(trx, project.id, limit);
    if (gone === 0) await trx.deleteFrom("projects").where("id", "=", project.id).execute();
    return gone;
  });
}

async function pruneOne(trx: Db, projectId: string, limit: number): Promise<number> {
  const some = Math.max(1, Math.floor(limit / ROWS_OF_A_MONITOR));
  const monitors = await trx
    .selectFrom("monitors as m")
    .innerJoin("monitor_states as s", "s.monitor_seq", "m.seq")
    .select("m.seq")
    .where("m.project_id", "=", projectId)
    .limit(some)
    .modifyEnd(locking("update of s"))
    .execute();
  await deleteMonitors(
    trx,
    monitors.map(({ seq }) => seq),
  );
  const messages = trx.selectFrom("messages").select("seq").where("project_id", "=", projectId).limit(limit);
  const history = trx.selectFrom("history").select("seq").where("project_id", "=", projectId).limit(limit);
  const results = [
    await trx.deleteFrom("messages").where("seq", "in", messages).executeTakeFirst(),
    await trx.deleteFrom("history").where("seq", "in", history).executeTakeFirst(),
  ];
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), monitors.length);
}
