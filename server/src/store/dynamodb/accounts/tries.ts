import type { TryBucket } from "../../ports.ts";
import { triesIn, waitForTry } from "../../try-level.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Key } from "../item.ts";
import { type Transaction, transact } from "../transact.ts";

/** Takes one try from every bucket, or none and says how long to wait until all have one. */
export async function takeTry(
  deps: DynamoDeps,
  buckets: readonly TryBucket[],
): Promise<{ readonly waitMs: number } | null> {
  return await transact(deps, async (trx) => {
    const levels = await loadLevels(deps, trx, buckets);
    const waitMs = Math.max(0, ...levels.map(({ bucket, tokens }) => waitForTry(bucket, tokens)));
    if (waitMs > 0) return { waitMs };
    for (const level of levels) writeLevel(trx, { ...level, tokens: level.tokens - 1 });
    return null;
  });
}

/** Gives a try back to each: what succeeded was no guess. */
export async function giveTryBack(deps: DynamoDeps, buckets: readonly TryBucket[]): Promise<void> {
  await transact(deps, async (trx) => {
    for (const level of await loadLevels(deps, trx, buckets)) {
      writeLevel(trx, { ...level, tokens: Math.min(level.bucket.tries, level.tokens + 1) });
    }
  });
}

interface Level {
  readonly key: Key;
  readonly bucket: TryBucket;
  readonly tokens: number;
}

async function loadLevels(
  { vault }: DynamoDeps,
  trx: Transaction,
  buckets: readonly TryBucket[],
): Promise<readonly Level[]> {
  const levels: Level[] = [];
  for (const bucket of buckets) {
    const key = { pk: `TRIES#${vault.code(`tries\n${bucket.of}`)}`, sk: "TRIES" };
    const item = await trx.get(key);
    const stored = item && { tokens: Number(item.tokens), refilledAt: Number(item.refilledAt) };
    levels.push({ key, bucket, tokens: triesIn(bucket, stored, trx.now) });
  }
  return levels;
}

/** A bucket that is full again is like one that was never counted, and may go. */
function writeLevel(trx: Transaction, { key, bucket, tokens }: Level): void {
  trx.put({ ...key, tokens, refilledAt: trx.now, ttl: Math.ceil((trx.now + bucket.perMs) / 1000) });
}
