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
  const address = { by: "id", monitorId: change.monitorId, projectId: caller.projectId } as const;
  const known = change.input.probe || change.input.schedule ? await app.store.watch.get(address) : null;
  const changed = await changeMonitor(app, {
    address,
    signal: { type: "configure", actor: caller.actor, patch: await checkMonitorInput(app, change.input, known) },
  });
  return monitorOf(changed);
}
