import { SUPERSEDED_REASON } from "../supersede.ts";
import type { Db } from "./deps.ts";
import { jsonList } from "./json-rows.ts";

/** Finishes messages that an `up` made pointless. */
export async function markSuperseded(trx: Db, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable("messages")
    .set({ status: "superseded", due_at: null, finished_at: now, last_reason: SUPERSEDED_REASON })
    .where("id", "in", jsonList(ids))
    .execute();
}
