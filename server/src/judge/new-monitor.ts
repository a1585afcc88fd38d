import type { Door, Monitor, MonitorConfig } from "../model/index.ts";
import { passTime } from "./pass-time.ts";
import { withDeadline } from "./with-deadline.ts";

/** What a monitor starts as. */
export interface NewMonitorSeed {
  readonly projectId: string;
  readonly monitorId: string;
  readonly door: Door | null;
  readonly doorKey: string | null;
  readonly config: MonitorConfig;
  /** When another system, from which it comes, last heard from it; null: never. */
  readonly lastPingAt?: number | null | undefined;
}

/**
 * A monitor as it begins. Of most nothing was heard yet: such a one may stay silent unless `expectFirstByAt` is set. One
 * that comes from another system goes on from its last ping there; if its deadline has passed it is down already, which
 * is no transition: it happened there, and was told there.
 */
export function newMonitor(seed: NewMonitorSeed, now: number): Monitor {
  const fresh = freshMonitor(seed, now);
  const { lastPingAt = null } = seed;
  if (lastPingAt === null) return fresh;
  const heardAt = Math.min(lastPingAt, now);
  const heard = { status: "up", statusSinceAt: heardAt, lastPingAt: heardAt, lastSignalAt: heardAt } as const;
  return passTime(withDeadline({ ...fresh, state: { ...fresh.state, ...heard } }), now, []).monitor;
}

function freshMonitor(seed: NewMonitorSeed, now: number): Monitor {
  return withDeadline({
    id: seed.monitorId,
    projectId: seed.projectId,
    door: seed.door,
    doorKey: seed.doorKey,
    createdAt: now,
    config: seed.config,
    state: {
      status: "new",
      statusSinceAt: now,
      pingCount: 0,
      lastPingAt: null,
      lastSignalAt: now,
      startedAt: null,
      startedRunId: null,
      lastDurationMs: null,
      failureCount: 0,
      failuresInRow: 0,
      successesInRow: 0,
      expectedAt: seed.config.expectFirstByAt,
      deadlineAt: null,
      incident: null,
      incidentCount: 0,
      alarm: null,
    },
  });
}
