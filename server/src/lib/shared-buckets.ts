import { type Bucket, refill } from "./token-bucket.ts";

/** How much was taken from which buckets. */
export type Uses = Readonly<Record<string, number>>;

/**
 * Token buckets of many, one each, all of the same size. Each process has its own; what was taken is told to the others
 * now and then, and what they took is taken here too. So all of them together let through the limit and, for each
 * process beyond the first, what it takes between two reports and the little that it does not report.
 */
export interface SharedBuckets {
  /** Takes one; says for how many milliseconds to wait when there is none, else 0. */
  take(id: string): number;
  /** What was taken here since it was last told, of those who took enough to be worth telling; null: of nobody. */
  report(): Uses | null;
  /** Takes what another process let through. */
  hear(uses: Uses): void;
}

export interface SharedBucketsOptions {
  readonly now: () => number;
  readonly perMinute: number;
  /** How many buckets are kept at most; the oldest is forgotten first, and whoever it belongs to begins with a full one. */
  readonly maxBuckets?: number | undefined;
}

const MINUTE_MS = 60_000;
const MAX_BUCKETS = 100_000;
/** Below this part of the limit nothing is told: whoever uses little costs the others nothing. */
const WORTH_TELLING = 0.01;
/** So many are told at a time; the rest is told the next time. */
const MOST_TOLD = 50;

/** Makes buckets that are full. */
export function createSharedBuckets(options: SharedBucketsOptions): SharedBuckets {
  const { now, perMinute, maxBuckets = MAX_BUCKETS } = options;
  const rate = { tokens: perMinute, perMs: MINUTE_MS };
  const leastTold = Math.max(1, perMinute * WORTH_TELLING);
  const buckets = new Map<string, Bucket>();
  const untold = new Map<string, number>();

  function keep(id: string, bucket: Bucket): void {
    if (!buckets.has(id) && buckets.size >= maxBuckets) {
      const [oldest = ""] = buckets.keys();
      buckets.delete(oldest);
      untold.delete(oldest);
    }
    buckets.set(id, bucket);
  }

  return {
    take(id) {
      const bucket = refill(buckets.get(id) ?? null, rate, now());
      const waitMs = bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / perMinute);
      keep(id, waitMs > 0 ? bucket : { ...bucket, tokens: bucket.tokens - 1 });
      if (waitMs === 0) untold.set(id, (untold.get(id) ?? 0) + 1);
      return waitMs;
    },
    report() {
      const told: [string, number][] = [];
      for (const [id, count] of untold) {
        if (told.length >= MOST_TOLD) break;
        if (count < leastTold) continue;
        told.push([id, count]);
        untold.delete(id);
      }
      return told.length === 0 ? null : Object.fromEntries(told);
    },
    hear(uses) {
      for (const [id, count] of Object.entries(uses)) {
        const bucket = refill(buckets.get(id) ?? null, rate, now());
        // Never deeper in debt than a minute pays back.
        keep(id, { ...bucket, tokens: Math.max(-perMinute, bucket.tokens - count) });
      }
    },
  };
}
