import type { Door, Monitor, MonitorConfig } from "../model/index.ts";
import { withDeadline } from "./with-deadline.ts";

/** What a monitor starts as. */
export interface NewMonitorSeed {
  readonly projectId: string;
  readonly monitorId: string;
  readonly door: Door | null;
  readonly doorKey: string | null;
  readonly config: MonitorConfig;
}

/** A monitor that nothing was heard of yet. It may stay silent unless `expectFirstByAt` is set. */
export function newMonitor(seed: NewMonitorSeed, now: number): Monitor {
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
      failuresInRow: 0,
      successesInRow: 0,
      expectedAt: seed.config.expectFirstByAt,
      deadlineAt: null,
      incident: null,
      incidentCount: 0,
    },
  });
}
