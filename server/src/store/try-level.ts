import { type Bucket, refill } from "../lib/token-bucket.ts";
import type { TryBucket } from "./ports.ts";

/** How many tries a bucket has now; null: it was never counted. */
export function triesIn({ tries, perMs }: TryBucket, stored: Bucket | null, now: number): number {
  return refill(stored, { tokens: tries, perMs }, now).tokens;
}

/** How long to wait until a bucket with that many tries has one. */
export function waitForTry({ tries, perMs }: TryBucket, tokens: number): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * perMs) / tries);
}
