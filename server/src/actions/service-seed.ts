import { newId } from "../lib/ids.ts";
import { type CheckInInterval, intervalMs } from "../signals/check-in.ts";
import type { MonitorSeed } from "../store/ports.ts";
import { completeConfig } from "./monitor-defaults.ts";

/** What makes a service. */
export interface ServiceInput {
  readonly name: string;
  readonly interval: CheckInInterval;
  /** Check-ins in a row that may be missed. */
  readonly threshold: number;
  /** Full name of the topic that is told; null: the project's default topics. */
  readonly topic: string | null;
}

/**
 * A service as a monitor: dead when interval × (threshold + 1) has passed since its last check-in, told once when that
 * happens, and never before its first check-in. `id` is the one that it was brought along with.
 */
export function serviceSeed(projectId: string, input: ServiceInput, id?: string): MonitorSeed {
  const monitorId = newId();
  return {
    projectId,
    monitorId,
    door: "missme",
    doorKey: id ?? monitorId,
    config: completeConfig({
      name: input.name,
      schedule: {
        type: "period",
        periodMs: intervalMs(input.interval),
        graceMs: 0,
        allowedMisses: input.threshold,
      },
      notifyOn: ["down"],
      ...(input.topic !== null && { topics: [input.topic] }),
    }),
  };
}
