import { afterNoOutcome, afterOutcome, CLOSED, type TargetOutcome } from "../../lib/circuit-breaker.ts";
import { sayFlip } from "../delivery-words.ts";
import type { DynamoDeps } from "./deps.ts";
import { queryAll } from "./port.ts";
import { loadTarget, putTarget, type Target } from "./target.ts";
import { integrationFromItem, integrationKey, targetPartition } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** What one attempt said of its target. */
interface HeardOfTarget {
  readonly integrationId: string;
  /** Until when it wants to be left alone. */
  readonly pausedUntil: number | undefined;
  /** Undefined: it asked nobody, or did not wait for the answer. */
  readonly outcome: TargetOutcome | undefined;
  readonly reason: string;
}

/**
 * Moves a target's breaker on and keeps its pause. Integrations with the same credentials have one target; hearing that
 * a target which is well did well costs no write.
 */
export async function noteTarget(deps: DynamoDeps, heard: HeardOfTarget): Promise<void> {
  await transact(deps, async (trx) => {
    const item = await trx.get(integrationKey(heard.integrationId));
    if (item === null) return;
    const { bucketId } = integrationFromItem(item);
    const before = await loadTarget(trx, bucketId);
    const next = pause(afterAttempt(before, heard, trx.now), heard.pausedUntil);
    if (next === before) return;
    putTarget(trx, next);
    if ((before.breaker.open === null) !== (next.breaker.open === null)) await tellFlip(deps, trx, next);
  });
}

function afterAttempt(target: Target, { outcome, reason }: HeardOfTarget, now: number): Target {
  const { breaker } = target;
  const next = outcome === undefined ? afterNoOutcome(breaker, now) : afterOutcome(breaker, outcome, now);
  if (next === breaker || (next.outcomes === 0 && breaker.outcomes === 0 && breaker.open === null)) return target;
  const isWell = next.outcomes === 0 && next.open === null;
  return { ...target, breaker: isWell ? CLOSED : next, failure: outcome === "ill" ? reason : target.failure };
}

/** An earlier end that is told later does not shorten a pause. */
function pause(target: Target, until: number | undefined): Target {
  if (until === undefined || until <= target.pausedUntil) return target;
  // It comes back with no tokens: what it takes then drips in from there.
  return { ...target, pausedUntil: until, bucket: target.bucket ?? { tokens: 0, refilledAt: until } };
}

/** Writes down, for every integration that leads to the target, that it is asked no more for a while, or again. */
async function tellFlip(deps: DynamoDeps, trx: Transaction, { bucketId, breaker, failure }: Target): Promise<void> {
  const items = await queryAll(deps.port, { index: "index-1", pk: targetPartition(bucketId) });
  const entries = items.map(integrationFromItem).map(({ name, projectId, topicId }) => ({
    projectId,
    topicId,
    at: trx.now,
    actor: "delivery",
    ...sayFlip(name, breaker, failure),
  }));
  writeHistory(deps, trx, entries.slice(0, 50));
}
