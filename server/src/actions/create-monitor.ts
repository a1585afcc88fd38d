import { newId } from "../lib/ids.ts";
import type { Monitor } from "../model/index.ts";
import type { MonitorSeed } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor, monitorOf } from "./change-monitor.ts";
import { checkMonitorInput } from "./check-monitor-input.ts";
import { completeConfig, type MonitorInput } from "./monitor-defaults.ts";

/** Makes a monitor: a heartbeat, or a probe when it says what to look at. */
export async function createMonitor(app: App, caller: Caller, input: MonitorInput): Promise<Monitor> {
  return await addMonitor(app, caller, completeConfig(await checkMonitorInput(app, input, null)));
}

/** Adds a monitor with a whole configuration to the caller's project. */
export async function addMonitor(
  app: App,
  { projectId, actor }: Caller,
  config: MonitorSeed["config"],
): Promise<Monitor> {
  const monitorId = newId();
  const changed = await changeMonitor(app, {
    address: { by: "id", monitorId, projectId },
    signal: { type: "configure", actor, patch: {} },
    createIfMissing: { projectId, monitorId, door: null, doorKey: null, config },
  });
  return monitorOf(changed);
}
