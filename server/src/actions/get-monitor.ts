import type { Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { noSuchMonitor } from "./change-monitor.ts";

/** Finds a monitor of the caller's project by id or slug. */
export async function getMonitor(
  app: App,
  caller: Caller,
  by: { readonly monitorId: string } | { readonly slug: string },
): Promise<Monitor> {
  const { projectId } = caller;
  const monitor = await app.store.watch.get(
    "slug" in by ? { by: "slug", projectId, slug: by.slug } : { by: "id", projectId, monitorId: by.monitorId },
  );
  if (monitor === null) throw noSuchMonitor();
  return monitor;
}
