import { statusAt } from "../judge/status-at.ts";
import type { Monitor, ShownStatus } from "../model/index.ts";
import type { App } from "./app.ts";

/** A monitor with the status that people see. */
export interface ShownMonitor {
  readonly monitor: Monitor;
  readonly status: ShownStatus;
  /** When a probe looks next; null while it looks, and for what never does. */
  readonly nextProbeAt: number | null;
}

const NO_LOOKS: Readonly<Record<string, number>> = {};

/** Tells how monitors stand at this moment, by the store's clock. */
export async function showMonitors(app: App, monitors: readonly Monitor[]): Promise<readonly ShownMonitor[]> {
  const probeIds = monitors.filter(({ config }) => config.kind === "probe").map(({ id }) => id);
  const [now, gaps, nextProbes] = await Promise.all([
    app.store.now(),
    app.store.watch.gaps(),
    probeIds.length === 0 ? NO_LOOKS : app.store.watch.nextProbes(probeIds),
  ]);
  return monitors.map((monitor) => ({
    monitor,
    status: statusAt(monitor, { now, gaps }),
    nextProbeAt: nextProbes[monitor.id] ?? null,
  }));
}

/** Tells how one monitor stands at this moment. */
export async function showMonitor(app: App, monitor: Monitor): Promise<ShownMonitor> {
  const [shown] = await showMonitors(app, [monitor]);
  if (shown === undefined) throw new Error("a monitor was shown as none");
  return shown;
}
