/**
 * A breaker keeps us from asking a target that fails again and again. Its states:
 *
 * - closed: the target is asked as usual. Ten failures in a row, or more than half of the last twenty outcomes, open it.
 * - open, until an instant: nobody asks. What was under way then may still fail, which changes nothing.
 * - half open, once that instant has passed: one caller asks, and everybody else waits until its outcome is known or its
 *   time is over. A failure opens it for twice as long as before, ten minutes at most. Whoever comes back without having
 *   learnt anything leaves the turn to the next.
 *
 * A success closes it from every state.
 */
export interface Breaker {
  /** The last twenty outcomes as bits, the newest lowest, 1 for a failure. What was before the first failure went well. */
  readonly outcomes: number;
  /** Null while it is closed. */
  readonly open: OpenBreaker | null;
}

export interface OpenBreaker {
  readonly sinceAt: number;
  /** Nobody asks before. */
  readonly untilAt: number;
  /** How long it was opened for the last time. */
  readonly waitMs: number;
  /** True while one caller tries whether the target is well again. */
  readonly probing: boolean;
}

/** How a target did: it answered as it should, or it failed. */
export type TargetOutcome = "well" | "ill";

/** A target that has never failed. */
export const CLOSED: Breaker = { outcomes: 0, open: null };

const LAST_TEN = 2 ** 10 - 1;
const LAST_TWENTY = 2 ** 20 - 1;
const MOST_FAILURES = 10;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

/** The breaker after one more outcome. */
export function afterOutcome(breaker: Breaker, outcome: TargetOutcome, now: number): Breaker {
  const { open } = breaker;
  const failed = outcome === "ill" ? 1 : 0;
  const outcomes = ((breaker.outcomes << 1) | failed) & LAST_TWENTY;
  if (open === null) return { outcomes, open: mustOpen(outcomes) ? openedAt(now) : null };
  if (!failed) return CLOSED;
  return open.probing ? { ...breaker, open: openedLonger(open, now) } : breaker;
}

/** The breaker after a caller who may have had the turn to ask learnt nothing of the target. */
export function afterNoOutcome(breaker: Breaker, now: number): Breaker {
  const { open } = breaker;
  return open?.probing ? { ...breaker, open: { ...open, untilAt: now, probing: false } } : breaker;
}

function mustOpen(outcomes: number): boolean {
  return (outcomes & LAST_TEN) === LAST_TEN || failuresIn(outcomes) > MOST_FAILURES;
}

function failuresIn(outcomes: number): number {
  let count = 0;
  for (let rest = outcomes; rest !== 0; rest >>= 1) count += rest & 1;
  return count;
}

function openedAt(now: number): OpenBreaker {
  return { sinceAt: now, untilAt: now + FIRST_WAIT_MS, waitMs: FIRST_WAIT_MS, probing: false };
}

function openedLonger({ sinceAt, waitMs: before }: OpenBreaker, now: number): OpenBreaker {
  const waitMs = Math.min(before * 2, LONGEST_WAIT_MS);
  return { sinceAt, untilAt: now + waitMs, waitMs, probing: false };
}
