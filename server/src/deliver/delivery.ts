import type { TargetOutcome } from "../lib/circuit-breaker.ts";
import type { Attempt, ClaimedMessage } from "../model/index.ts";
import type { SendResult } from "../providers/contract.ts";
import type { Settlement } from "../store/ports.ts";
import { limitPauseMs, nextAttemptAt, nextLimitedAt } from "./retry-plan.ts";

/** A settlement before the notices to others: whoever settles routes those and adds them. */
export type Delivery =
  | Exclude<Settlement, { readonly kind: "dead" }>
  | (Omit<Extract<Settlement, { readonly kind: "dead" }>, "suspend"> & {
      readonly suspend?: { readonly reason: string } | undefined;
    });

/** One try: its result, and what is known around it. */
export interface Tried {
  readonly result: SendResult;
  /** False when the target was not asked, or when it was our own fault: then the result says nothing of it. */
  readonly asked: boolean;
  /** True when each message costs money. */
  readonly costly: boolean;
  /** True when its sender stopped before the target answered: no fault of the target's, and no attempt. */
  readonly handedOver?: boolean | undefined;
}

/** A message that costs money is sent at most so often when nobody knows whether it arrived. */
export const COSTLY_SENDS = 2;

/** What is to be settled after a try. */
export function deliveryOf(
  tried: Tried,
  attempt: Attempt,
  claimed: Pick<ClaimedMessage, "message" | "mayHaveArrived">,
  at: { readonly now: number; readonly random: () => number },
): Delivery {
  const target = tried.asked ? { target: targetOutcome(tried.result) } : {};
  return { ...settlementOf(tried, attempt, claimed, at), ...target };
}

/** A target that limits us or refuses a message is alive. */
function targetOutcome({ kind }: SendResult): TargetOutcome {
  return kind === "retry" || kind === "unknown" ? "ill" : "well";
}

function settlementOf(
  { result, costly, handedOver = false }: Tried,
  attempt: Attempt,
  { message, mayHaveArrived }: Pick<ClaimedMessage, "message" | "mayHaveArrived">,
  { now, random }: { readonly now: number; readonly random: () => number },
): Delivery {
  const { createdAt, expiresAt } = message;
  switch (result.kind) {
    case "delivered":
    case "accepted": {
      const { kind: status, receipt = null, newCredentials } = result;
      const changed = newCredentials === undefined ? {} : { newCredentials };
      return { kind: "finished", status, attempt, receipt, ...changed };
    }
    case "limited": {
      const { afterMs } = result;
      const dueAt = nextLimitedAt({ now, createdAt, expiresAt, afterMs });
      if (dueAt === null) return givenUp(attempt, "its age limit comes before the target takes messages again");
      const pauseUntilAt = now + limitPauseMs(afterMs);
      return { kind: "again", dueAt, attempt, counts: false, uncertain: false, pauseUntilAt };
    }
    case "retry":
    case "unknown": {
      const uncertain = result.kind === "unknown";
      if (uncertain && costly && mayHaveArrived + 1 >= COSTLY_SENDS) {
        return givenUp(attempt, "it may have arrived twice by now, and each message costs money");
      }
      if (handedOver) return { kind: "again", dueAt: now, attempt, counts: false, uncertain };
      const attemptCount = message.attemptCount + 1;
      const dueAt = nextAttemptAt({ attemptCount, now, random, expiresAt });
      if (dueAt === null) return givenUp(attempt, "this was the last attempt");
      return { kind: "again", dueAt, attempt, counts: true, uncertain };
    }
    case "rejected":
      return result.suspend === true
        ? { kind: "dead", attempt, suspend: { reason: attempt.reason } }
        : { kind: "dead", attempt };
  }
}

function givenUp(attempt: Attempt, why: string): Delivery {
  return { kind: "dead", attempt: { ...attempt, reason: `${attempt.reason} Given up: ${why}.` } };
}
