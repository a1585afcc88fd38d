const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait after the first, second, … attempt that failed; the attempt after the last wait is the last one. */
const RETRY_WAITS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

const JITTER = 0.2;
/** A target that limits us is never asked more often, and its bucket is never paused for longer. */
const MIN_LIMIT_MS = SECOND;
const MAX_LIMIT_MS = HOUR;
/** The last attempt is made a little before the age limit ends the message. */
const LAST_CHANCE_MS = MINUTE;
/** A limited message waits at least this part of its age, so that it is not tried thousands of times. */
const LIMITED_AGE_PART = 1 / 60;

interface Times {
  readonly now: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/**
 * When a message is tried again after a failure, or null when it is given up: after ten attempts or at its age limit.
 * Jitter may stretch the plan over the age limit; the attempt that is left then comes just before it.
 */
export function nextAttemptAt(
  options: Pick<Times, "now" | "expiresAt"> & {
    /** Attempts that count, with the one that just failed. */
    readonly attemptCount: number;
    /** From 0 to 1. */
    readonly random: () => number;
  },
): number | null {
  const { attemptCount, now, expiresAt, random } = options;
  const waitMs = RETRY_WAITS_MS[Math.max(attemptCount, 1) - 1];
  if (waitMs === undefined) return null;
  const lastChanceAt = expiresAt - LAST_CHANCE_MS;
  if (now >= lastChanceAt) return null;
  return Math.min(now + jittered(waitMs, random), lastChanceAt);
}

/** How long a target's bucket is paused when it asked for `afterMs`: at least a second, at most an hour. */
export function limitPauseMs(afterMs: number): number {
  return Math.min(Math.max(afterMs, MIN_LIMIT_MS), MAX_LIMIT_MS);
}

/** When a message is tried again that a rate limit held up, or null when its age limit comes first. */
export function nextLimitedAt({
  now,
  createdAt,
  expiresAt,
  afterMs,
}: Times & { readonly afterMs: number }): number | null {
  const waitMs = Math.max(limitPauseMs(afterMs), Math.min((now - createdAt) * LIMITED_AGE_PART, MAX_LIMIT_MS));
  const dueAt = now + Math.ceil(waitMs);
  return dueAt < expiresAt ? dueAt : null;
}

function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (1 - JITTER + 2 * JITTER * random()));
}
