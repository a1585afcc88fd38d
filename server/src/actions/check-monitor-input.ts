import type { Monitor, MonitorConfig } from "../model/index.ts";
import type { App } from "./app.ts";
import { checkProbeInput } from "./check-probe-input.ts";
import { checkScheduleInput } from "./check-schedule-input.ts";
import type { MonitorInput } from "./monitor-defaults.ts";

/**
 * Refuses what no monitor can be configured with, settles zones and repeated words, and seals what is secret. `known` is
 * the monitor that is changed; null: it is made.
 */
export async function checkMonitorInput(
  app: Pick<App, "store">,
  input: MonitorInput,
  known: Monitor | null,
): Promise<Partial<MonitorConfig>> {
  const { probe: _typed, ...same } = input;
  const probePart = await checkProbeInput(app, input, known);
  return {
    ...same,
    ...(input.schedule && { schedule: checkScheduleInput(input.schedule, "schedule") }),
    ...probePart,
    ...(input.tags && { tags: [...new Set(input.tags)] }),
    ...(input.topics && { topics: [...new Set(input.topics)] }),
    ...(input.notifyOn && { notifyOn: [...new Set(input.notifyOn)] }),
  };
}
