import type { Db } from "./deps.ts";
import { writeHistory } from "./write-history.ts";

interface Suspension {
  readonly integrationId: string;
  /** One sentence. */
  readonly reason: string;
  readonly now: number;
}

/** Gives an integration up until it is resumed or gets new credentials; false when it was given up already. */
export async function suspendIntegration(trx: Db, { integrationId, reason, now }: Suspension): Promise<boolean> {
  const row = await trx
    .updateTable("integrations")
    .set({ suspended_at: now, suspended_reason: reason })
    .where("id", "=", integrationId)
    .where("suspended_at", "is", null)
    .returning(["name", "topic_id"])
    .executeTakeFirst();
  if (!row) return false;
  const topic = await trx
    .selectFrom("topics")
    .select("project_id")
    .where("id", "=", row.topic_id)
    .executeTakeFirstOrThrow();
  const text = `Integration ${row.name} was suspended: ${reason}`;
  const entry = { projectId: topic.project_id, at: now, kind: "integration-suspended", actor: "delivery" } as const;
  await writeHistory(trx, [{ ...entry, topicId: row.topic_id, text }]);
  return true;
}
