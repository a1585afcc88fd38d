import type { BucketRate } from "../lib/token-bucket.ts";

/** Nobody needs a digest of fewer messages than this. */
const MIN_MESSAGES = 10;
/** Nor of what leaves within this time one by one. */
const MIN_WAIT_MS = 10_000;
/** From one digest to the next at least this: a phone that buzzes every few seconds is as useless as one that buzzes for each. */
export const STORM_PACE_MS = 60_000;
/** One digest stands for so many messages at most, so that no ping waits long while it is made. */
export const MAX_FOLDED = 2_000;

/** What waits for an integration, and how fast it may be sent to. */
export interface Waiting {
  /** Messages that a digest could tell. */
  readonly count: number;
  /** How many may be sent now. */
  readonly tokens: number;
  readonly rate: BucketRate;
}

/**
 * True when a digest should take the place of what waits: more than ten messages, which its rate would take longer than
 * ten seconds to let out. Never before the digest itself could be sent: until then a monitor that comes up takes its
 * down back, and the digest tells how things stand when it leaves.
 */
export function isStorm({ count, tokens, rate }: Waiting): boolean {
  if (tokens < 1 || count <= MIN_MESSAGES) return false;
  const left = count - Math.floor(tokens);
  return (left * rate.perMs) / rate.tokens > MIN_WAIT_MS;
}
