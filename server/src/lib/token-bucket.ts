export interface BucketRate {
  /** How many at once after a rest. */
  readonly tokens: number;
  /** In how many milliseconds an empty bucket is full again. */
  readonly perMs: number;
}

export interface Bucket {
  readonly tokens: number;
  readonly refilledAt: number;
}

/** The bucket as it is now, after what has dripped in since. */
export function refill(bucket: Bucket | null, rate: BucketRate, now: number): Bucket {
  if (!bucket) return { tokens: rate.tokens, refilledAt: now };
  const elapsedMs = Math.max(0, now - bucket.refilledAt);
  const tokens = Math.min(rate.tokens, bucket.tokens + (elapsedMs * rate.tokens) / rate.perMs);
  return { tokens, refilledAt: now };
}
