import { type Breaker, CLOSED } from "../../lib/circuit-breaker.ts";
import { type Bucket, type BucketRate, refill } from "../../lib/token-bucket.ts";
import { type Item, type Key, textOf } from "./item.ts";
import type { Transaction } from "./transact.ts";

/** How the target of some credentials stands: until when it wants to be left alone, its tokens, its breaker. */
export interface Target {
  readonly bucketId: string;
  readonly pausedUntil: number;
  /** Null: it was never taken from. */
  readonly bucket: Bucket | null;
  readonly breaker: Breaker;
  /** What failed last. */
  readonly failure: string;
}

/** A target that nobody asks is forgotten: by then it has all its tokens, and its breaker would let one message through. */
const KEPT_MS = 30 * 86_400_000;

/** The partition of the index that lists the targets whose breaker is open. */
export const BROKEN_TARGETS = "BROKEN_TARGETS";

export const targetKey = (bucketId: string): Key => ({ pk: `TARGET#${bucketId}`, sk: "TARGET" });

/** Reads the item of a target; one without an item is well and was never asked. */
export function targetFromItem(bucketId: string, item: Item | null | undefined): Target {
  if (!item) return { bucketId, pausedUntil: 0, bucket: null, breaker: CLOSED, failure: "" };
  const { tokens, sinceAt } = item;
  const bucket = tokens === undefined ? null : { tokens: Number(tokens), refilledAt: Number(item.refilledAt) };
  const open = { untilAt: Number(item.untilAt), waitMs: Number(item.waitMs), probing: item.probing === true };
  return {
    bucketId,
    pausedUntil: Number(item.pausedUntil ?? 0),
    bucket,
    breaker: {
      outcomes: Number(item.outcomes ?? 0),
      open: sinceAt === undefined ? null : { sinceAt: Number(sinceAt), ...open },
    },
    failure: textOf(item.failure) ?? "",
  };
}

/** Writes a target that was read in the same transaction. */
export function putTarget(trx: Transaction, target: Target): void {
  const { bucketId, pausedUntil, bucket, breaker, failure } = target;
  trx.put({
    ...targetKey(bucketId),
    ...(breaker.open && { g1pk: BROKEN_TARGETS, g1sk: bucketId }),
    bucketId,
    pausedUntil,
    tokens: bucket?.tokens,
    refilledAt: bucket?.refilledAt,
    outcomes: breaker.outcomes,
    ...breaker.open,
    failure,
    ttl: Math.ceil((trx.now + KEPT_MS) / 1000),
  });
}

/** Loads the target of some credentials. */
export async function loadTarget(trx: Pick<Transaction, "get">, bucketId: string): Promise<Target> {
  return targetFromItem(bucketId, await trx.get(targetKey(bucketId)));
}

/** How many messages its tokens let out now; without a rate any number. */
export function tokensOf({ bucket }: Target, rate: BucketRate | null, now: number): number {
  return rate === null ? Number.POSITIVE_INFINITY : refill(bucket, rate, now).tokens;
}

/** The target after so many messages. */
export function spend(target: Target, rate: BucketRate, { count, now }: { count: number; now: number }): Target {
  const { tokens } = refill(target.bucket, rate, now);
  return { ...target, bucket: { tokens: tokens - count, refilledAt: now } };
}

/** True while nobody may ask it: it wants a pause, or its breaker is open. */
export function isClosedOff({ pausedUntil, breaker }: Target, now: number): boolean {
  return pausedUntil > now || (breaker.open?.untilAt ?? 0) > now;
}

/** The target while the one caller asks that its half open breaker lets through. */
export function probed(target: Target, untilAt: number): Target {
  const { breaker } = target;
  return breaker.open
    ? { ...target, breaker: { ...breaker, open: { ...breaker.open, probing: true, untilAt } } }
    : target;
}
