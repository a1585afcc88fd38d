import { type RawBuilder, sql } from "kysely";
import { refill } from "../../lib/token-bucket.ts";
import { STORM_PACE_MS } from "../../route/storm.ts";
import type { Db } from "./deps.ts";
import { locking } from "./dialect.ts";
import { isUntold, isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";
import { digestLane } from "./lanes.ts";
import { type MessageRow, messageQuery } from "./message-row.ts";

interface TakeInput {
  readonly integration: {
    readonly id: string;
    readonly bucket_id: string;
    readonly rate_tokens: number | null;
    readonly rate_per_ms: number | null;
    readonly storm_at: number | null;
  };
  readonly room: number;
  readonly now: number;
}

/** The due messages for which there is room and the integration's bucket has tokens; the tokens are gone. */
export async function takeDue(trx: Db, { integration, room, now }: TakeInput): Promise<readonly MessageRow[]> {
  const { id, rate_tokens: tokens, rate_per_ms: perMs, storm_at: stormAt } = integration;
  if (tokens === null || perMs === null) return await dueMessages(trx, { id, limit: room, now, but: [] });
  const known = await trx.selectFrom("buckets").selectAll().where("id", "=", integration.bucket_id).executeTakeFirst();
  if ((known?.paused_until ?? 0) > now) return [];
  const bucket = refill(known ? { tokens: known.tokens, refilledAt: known.refilled_at } : null, { tokens, perMs }, now);
  const limit = Math.min(room, Math.floor(bucket.tokens));
  if (limit <= 0) return [];
  const but = stormAt === null ? [] : await notNow(trx, { id, stormAt, tokens: bucket.tokens, now });
  const rows = await dueMessages(trx, { id, limit, now, but });
  if (rows.length === 0) return [];
  await fill(trx, integration.bucket_id, { tokens: bucket.tokens - rows.length, refilled_at: now });
  return rows;
}

/** Takes one token for one message; false: the credential is paused, or its rate lets nothing out now. */
export async function takeToken(
  trx: Db,
  integration: Pick<TakeInput["integration"], "bucket_id" | "rate_tokens" | "rate_per_ms">,
  now: number,
): Promise<boolean> {
  const { bucket_id: id, rate_tokens: tokens, rate_per_ms: perMs } = integration;
  const known = await trx.selectFrom("buckets").selectAll().where("id", "=", id).executeTakeFirst();
  if ((known?.paused_until ?? 0) > now) return false;
  if (tokens === null || perMs === null) return true;
  const bucket = refill(known ? { tokens: known.tokens, refilledAt: known.refilled_at } : null, { tokens, perMs }, now);
  if (bucket.tokens < 1) return false;
  await fill(trx, id, { tokens: bucket.tokens - 1, refilled_at: now });
  return true;
}

async function fill(
  trx: Db,
  id: string,
  left: { readonly tokens: number; readonly refilled_at: number },
): Promise<void> {
  await trx
    .insertInto("buckets")
    .values({ id, paused_until: 0, ...left })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(left))
    .execute();
}

/** Conditions for the messages that an integration which was in a storm does not get now. */
async function notNow(
  trx: Db,
  storm: { readonly id: string; readonly stormAt: number; readonly tokens: number; readonly now: number },
): Promise<readonly RawBuilder<boolean>[]> {
  const digests = await waitingDigests(trx, storm.id);
  const behind = digests.length === 0 ? [] : [sql<boolean>`m.lane in ${lanesToldBy(digests)}`];
  return (await isGathering(trx, storm)) ? [...behind, isUntold] : behind;
}

/** The digests of an integration that are not settled yet; what their monitors have to tell since then waits for them. */
async function waitingDigests(trx: Db, integrationId: string): Promise<readonly string[]> {
  const lane = digestLane(integrationId);
  const rows = await trx.selectFrom("messages").select("id").where(isWaiting).where("lane", "=", lane).execute();
  return rows.map(({ id }) => id);
}

function lanesToldBy(digests: readonly string[]): RawBuilder<unknown> {
  return sql`(select f.lane from messages f where f.digest_id in ${jsonList(digests)})`;
}

/** True shortly after a digest while more waits than may leave at once: it is gathered for the next digest. */
async function isGathering(
  trx: Db,
  {
    id,
    stormAt,
    tokens,
    now,
  }: { readonly id: string; readonly stormAt: number; readonly tokens: number; readonly now: number },
): Promise<boolean> {
  if (stormAt + STORM_PACE_MS <= now) return false;
  const untold = await trx
    .selectFrom("messages as m")
    .select("m.seq")
    .where("m.integration_id", "=", id)
    .where(isUntold)
    .orderBy("m.seq")
    .limit(Math.floor(tokens) + 1)
    .execute();
  return untold.length > tokens;
}

/** True while a digest that told of a message's lane is not settled. */
export async function isBehindDigest(trx: Db, row: Pick<MessageRow, "integration_id" | "lane">): Promise<boolean> {
  const digests = await waitingDigests(trx, row.integration_id);
  if (digests.length === 0) return false;
  const told = await trx
    .selectFrom("messages")
    .select("seq")
    .where("digest_id", "in", jsonList(digests))
    .where("lane", "=", row.lane)
    .limit(1)
    .execute();
  return told.length > 0;
}

interface DueInput {
  readonly id: string;
  readonly limit: number;
  readonly now: number;
  readonly but: readonly RawBuilder<boolean>[];
}

async function dueMessages(trx: Db, { id, limit, now, but }: DueInput): Promise<readonly MessageRow[]> {
  if (limit <= 0) return [];
  let query = messageQuery(trx).where("m.integration_id", "=", id).where(isWaiting).where("m.due_at", "<=", now);
  for (const condition of but) query = query.where(sql<boolean>`not (${condition})`);
  const inOrder = query.orderBy("m.due_at").orderBy("m.seq").limit(limit);
  return await inOrder.modifyEnd(locking("update of m skip locked")).execute();
}
