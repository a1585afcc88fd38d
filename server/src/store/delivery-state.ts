import type { DeliveryState } from "../model/index.ts";
import { STORM_PACE_MS } from "../route/storm.ts";

/** What is stored of an integration and its target that holds delivery up. */
export interface Obstacles {
  readonly suspendedAt: number | null;
  readonly suspendedReason: string | null;
  /** When its last digest was made. */
  readonly stormAt: number | null;
  readonly pausedUntil: number | null;
  /** Since when the breaker of its target is open, until when, and what failed last. */
  readonly brokenSinceAt: number | null;
  readonly brokenUntilAt: number | null;
  readonly failure: string | null;
}

/** How delivery to an integration stands: the one that holds up most comes first. */
export function deliveryStateOf(obstacles: Obstacles, now: number): DeliveryState {
  const { suspendedAt, brokenSinceAt: sinceAt, brokenUntilAt: untilAt } = obstacles;
  if (suspendedAt !== null) {
    return { kind: "suspended", sinceAt: suspendedAt, reason: obstacles.suspendedReason ?? "" };
  }
  if (sinceAt !== null && untilAt !== null) {
    return { kind: "failing", sinceAt, untilAt, reason: obstacles.failure ?? "" };
  }
  const pausedUntil = obstacles.pausedUntil ?? 0;
  if (pausedUntil > now) return { kind: "limited", untilAt: pausedUntil };
  const stormUntil = obstacles.stormAt === null ? 0 : obstacles.stormAt + STORM_PACE_MS;
  return stormUntil > now ? { kind: "storm", untilAt: stormUntil } : { kind: "working" };
}
