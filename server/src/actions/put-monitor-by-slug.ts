import { newId } from "../lib/ids.ts";
import type { Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor, monitorOf } from "./change-monitor.ts";
import { checkMonitorInput } from "./check-monitor-input.ts";
import { completeConfig, type MonitorInput } from "./monitor-defaults.ts";

/** Makes the monitor of a slug, or changes what is given of it. Of calls at the same time one makes it. */
export async function putMonitorBySlug(
  app: App,
  caller: Caller,
  put: { readonly slug: string; readonly input: Omit<MonitorInput, "slug"> },
): Promise<{ readonly monitor: Monitor; readonly created: boolean }> {
  const { projectId, actor } = caller;
  const address = { by: "slug", projectId, slug: put.slug } as const;
  const patch = await checkMonitorInput(app, put.input, await app.store.watch.get(address));
  const changed = await changeMonitor(app, {
    address,
    signal: { type: "configure", actor, patch },
    createIfMissing: {
      projectId,
      monitorId: newId(),
      door: null,
      doorKey: null,
      config: completeConfig({ ...patch, slug: put.slug }),
    },
  });
  return { monitor: monitorOf(changed), created: changed.created };
}
