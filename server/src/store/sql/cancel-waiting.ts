import { CANCELLED_REASON } from "../delivery-words.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";

/** Cancels what still waits for integrations that go, also what is being sent; says what that was. */
export async function cancelWaiting(deps: SqlDeps, trx: Db, integrationIds: readonly string[]) {
  if (integrationIds.length === 0) return [];
  const now = deps.now();
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "event", "integration_id"])
    .where(isWaiting)
    .where("integration_id", "in", jsonList(integrationIds))
    .modifyEnd(locking("update", "seq"))
    .execute();
  await trx
    .updateTable("messages")
    .set({
      status: "cancelled",
      due_at: null,
      lease_id: null,
      finished_at: now,
      last_reason: CANCELLED_REASON,
    })
    .where("id", "in", jsonList(rows.map((row) => row.id)))
    .execute();
  return rows;
}
