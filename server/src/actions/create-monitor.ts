import { newId } from "../lib/ids.ts";
import type { Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor, monitorOf } from "./change-monitor.ts";
import { checkMonitorInput } from "./check-monitor-input.ts";
import { completeConfig, type MonitorInput } from "./monitor-defaults.ts";

/** Makes a heartbeat monitor. */
export async function createMonitor(app: App, caller: Caller, input: MonitorInput): Promise<Monitor> {
  const monitorId = newId();
  const { projectId, actor } = caller;
  const changed = await changeMonitor(app, {
    address: { by: "id", monitorId, projectId },
    signal: { type: "configure", actor, patch: {} },
    createIfMissing: {
      projectId,
      monitorId,
      door: null,
      doorKey: null,
      config: completeConfig(checkMonitorInput(input)),
    },
  });
  return monitorOf(changed);
}
