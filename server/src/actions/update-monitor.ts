import type { Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor, monitorOf } from "./change-monitor.ts";
import { checkMonitorInput } from "./check-monitor-input.ts";
import type { MonitorInput } from "./monitor-defaults.ts";

/** Changes what is given of a monitor's configuration; its deadline is computed anew in the same write. */
export async function updateMonitor(
  app: App,
  caller: Caller,
  change: { readonly monitorId: string; readonly input: MonitorInput },
): Promise<Monitor> {
  const changed = await changeMonitor(app, {
    address: { by: "id", monitorId: change.monitorId, projectId: caller.projectId },
    signal: { type: "configure", actor: caller.actor, patch: checkMonitorInput(change.input) },
  });
  return monitorOf(changed);
}
