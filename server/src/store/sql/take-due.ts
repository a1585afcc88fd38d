import { refill } from "../../lib/token-bucket.ts";
import type { Db } from "./deps.ts";
import { isWaiting } from "./is-status.ts";
import { type MessageRow, messageQuery } from "./message-row.ts";

interface TakeInput {
  readonly integration: {
    readonly id: string;
    readonly bucket_id: string;
    readonly rate_tokens: number | null;
    readonly rate_per_ms: number | null;
  };
  readonly room: number;
  readonly now: number;
}

/** The due messages for which there is room and the integration's bucket has tokens; the tokens are gone. */
export async function takeDue(trx: Db, { integration, room, now }: TakeInput): Promise<readonly MessageRow[]> {
  const { rate_tokens: tokens, rate_per_ms: perMs } = integration;
  if (tokens === null || perMs === null) return await dueMessages(trx, integration.id, room, now);
  const known = await trx.selectFrom("buckets").selectAll().where("id", "=", integration.bucket_id).executeTakeFirst();
  if ((known?.paused_until ?? 0) > now) return [];
  const bucket = refill(known ? { tokens: known.tokens, refilledAt: known.refilled_at } : null, { tokens, perMs }, now);
  const rows = await dueMessages(trx, integration.id, Math.min(room, Math.floor(bucket.tokens)), now);
  if (rows.length === 0) return [];
  const left = { tokens: bucket.tokens - rows.length, refilled_at: now };
  await trx
    .insertInto("buckets")
    .values({ id: integration.bucket_id, paused_until: 0, ...left })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(left))
    .execute();
  return rows;
}

async function dueMessages(trx: Db, integrationId: string, limit: number, now: number): Promise<readonly MessageRow[]> {
  if (limit <= 0) return [];
  return await messageQuery(trx)
    .where("m.integration_id", "=", integrationId)
    .where(isWaiting)
    .where("m.due_at", "<=", now)
    .orderBy("m.due_at")
    .orderBy("m.seq")
    .limit(limit)
    .execute();
}
