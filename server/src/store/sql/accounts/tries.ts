import type { TryBucket } from "../../ports.ts";
import { triesIn, waitForTry } from "../../try-level.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { isPostgres, locking } from "../dialect.ts";

/** Takes one try from every bucket, or none and says how long to wait until all have one. */
export async function takeTry(deps: SqlDeps, buckets: readonly TryBucket[]): Promise<{ waitMs: number } | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const levels = await loadLevels(deps, trx, { buckets, now });
    const waitMs = Math.max(0, ...levels.map(({ bucket, tokens }) => waitForTry(bucket, tokens)));
    if (waitMs > 0) return { waitMs };
    for (const { id, tokens } of levels) await writeLevel(trx, { id, tokens: tokens - 1, refilled_at: now });
    return null;
  });
}

/** Gives a try back to each: what succeeded was no guess. */
export async function giveTryBack(deps: SqlDeps, buckets: readonly TryBucket[]): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    for (const { id, bucket, tokens } of await loadLevels(deps, trx, { buckets, now })) {
      await writeLevel(trx, { id, tokens: Math.min(bucket.tries, tokens + 1), refilled_at: now });
    }
  });
}

interface Level {
  readonly id: string;
  readonly bucket: TryBucket;
  readonly tokens: number;
}

async function loadLevels(
  { vault }: SqlDeps,
  trx: Db,
  { buckets, now }: { readonly buckets: readonly TryBucket[]; readonly now: number },
): Promise<readonly Level[]> {
  const levels: Level[] = [];
  // In the order of the ids, so that two that count the same never wait for each other.
  const coded = buckets.map((bucket) => ({ id: vault.code(`tries\n${bucket.of}`), bucket }));
  for (const { id, bucket } of coded.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (isPostgres(trx)) await makeBucket(trx, { id, tokens: bucket.tries, refilled_at: now });
    const row = await trx
      .selectFrom("login_buckets")
      .selectAll()
      .where("id", "=", id)
      .modifyEnd(locking("update"))
      .executeTakeFirst();
    const stored = row ? { tokens: row.tokens, refilledAt: row.refilled_at } : null;
    levels.push({ id, bucket, tokens: triesIn(bucket, stored, now) });
  }
  return levels;
}

/** A full bucket, so that there is one to lock. */
async function makeBucket(trx: Db, row: { id: string; tokens: number; refilled_at: number }): Promise<void> {
  await trx
    .insertInto("login_buckets")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

async function writeLevel(trx: Db, row: { id: string; tokens: number; refilled_at: number }): Promise<void> {
  const { tokens, refilled_at } = row;
  await trx
    .insertInto("login_buckets")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ tokens, refilled_at }))
    .execute();
}
