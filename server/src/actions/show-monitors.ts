import { statusAt } from "../judge/status-at.ts";
import type { Monitor, ShownStatus } from "../model/index.ts";
import type { App } from "./app.ts";

/** A monitor with the status that people see. */
export interface ShownMonitor {
  readonly monitor: Monitor;
  readonly status: ShownStatus;
}

/** Tells how monitors stand at this moment, by the store's clock. */
export async function showMonitors(app: App, monitors: readonly Monitor[]): Promise<readonly ShownMonitor[]> {
  const [now, gaps] = await Promise.all([app.store.now(), app.store.watch.gaps()]);
  return monitors.map((monitor) => ({ monitor, status: statusAt(monitor, { now, gaps }) }));
}

/** Tells how one monitor stands at this moment. */
export async function showMonitor(app: App, monitor: Monitor): Promise<ShownMonitor> {
  const [now, gaps] = await Promise.all([app.store.now(), app.store.watch.gaps()]);
  return { monitor, status: statusAt(monitor, { now, gaps }) };
}
