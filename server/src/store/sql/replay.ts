import { sql } from "kysely";
import { type Actor, MESSAGE_AGE_LIMIT_MS } from "../../model/index.ts";
import type { ReplaySelect } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking } from "./dialect.ts";
import { isDead } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";
import { topicIdByName } from "./load-topics.ts";
import { keepIntegrations } from "./locks.ts";
import { writeHistory } from "./write-history.ts";

/**
 * Puts dead messages back to waiting with a fresh retry plan. A replayed message is a lane of its own: what came after
 * it has been told already, so there is no order left to keep.
 */
export async function replay(
  deps: SqlDeps,
  projectId: string,
  select: ReplaySelect,
  actor: Actor,
): Promise<readonly string[]> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const rows = await deadMessages(trx, projectId, select);
    const ids = rows.map((row) => row.id);
    await trx
      .updateTable("messages")
      .set({
        status: "waiting",
        lane: sql<string>`id`,
        due_at: now,
        expires_at: now + MESSAGE_AGE_LIMIT_MS,
        attempt_count: 0,
        // Somebody who asks for it again knows that it may have arrived.
        uncertain: 0,
        finished_at: null,
      })
      .where("id", "in", jsonList(ids))
      .execute();
    await writeHistory(
      trx,
      rows.map((row) => ({
        projectId,
        at: now,
        kind: "message-replayed",
        actor,
        monitorId: row.monitor_id ?? undefined,
        topicId: row.topic_id,
        text: `Message ${row.id} is sent again.`,
      })),
    );
    return ids;
  });
}

/** The dead messages that are meant, oldest first, each locked, and its integration sure to stay meanwhile. */
async function deadMessages(trx: Db, projectId: string, select: ReplaySelect) {
  const topicId = select.topic === undefined ? null : ((await topicIdByName(trx, projectId, select.topic)) ?? "");
  const meant = deadQuery(trx, projectId, { ...select, topicId });
  const integrations = await meant.select("integration_id").execute();
  const ids = new Set(integrations.map((row) => row.integration_id));
  const kept = (await keepIntegrations(trx, [...ids])) ?? ids;
  return await meant
    .select(["id", "monitor_id", "topic_id"])
    .where("integration_id", "in", jsonList([...kept]))
    .modifyEnd(locking("update"))
    .execute();
}

function deadQuery(trx: Db, projectId: string, select: ReplaySelect & { readonly topicId: string | null }) {
  const { ids, topicId, monitorId, integrationId, event, fromAt, toAt, limit } = select;
  let query = trx
    .selectFrom("messages")
    .where("project_id", "=", projectId)
    .where(isDead)
    // Without its integration there is nobody to send it.
    .where("integration_id", "in", trx.selectFrom("integrations").select("id"))
    .orderBy("seq");
  if (ids !== undefined) query = query.where("id", "in", jsonList(ids));
  if (monitorId !== undefined) query = query.where("monitor_id", "=", monitorId);
  if (integrationId !== undefined) query = query.where("integration_id", "=", integrationId);
  if (event !== undefined) query = query.where("event", "=", event);
  if (topicId !== null) query = query.where("topic_id", "=", topicId);
  if (fromAt !== undefined) query = query.where("created_at", ">=", fromAt);
  if (toAt !== undefined) query = query.where("created_at", "<", toAt);
  if (limit !== undefined) query = query.limit(limit);
  return query;
}
