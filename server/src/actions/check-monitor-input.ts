import { checkScheduleInput } from "./check-schedule-input.ts";
import type { MonitorInput } from "./monitor-defaults.ts";

/** Refuses what no monitor can be configured with, and settles zones and repeated words. */
export function checkMonitorInput(input: MonitorInput): MonitorInput {
  return {
    ...input,
    ...(input.schedule && { schedule: checkScheduleInput(input.schedule, "schedule") }),
    ...(input.tags && { tags: [...new Set(input.tags)] }),
    ...(input.topics && { topics: [...new Set(input.topics)] }),
    ...(input.notifyOn && { notifyOn: [...new Set(input.notifyOn)] }),
  };
}
