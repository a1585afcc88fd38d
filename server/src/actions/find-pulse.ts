import type { Monitor } from "../model/index.ts";
import type { App } from "./app.ts";

/** Finds a pulse of a project by its id, also by the id that it was imported with; null when there is none. */
export async function findPulse(app: App, projectId: string, id: string): Promise<Monitor | null> {
  const monitor = await app.store.watch.get({ by: "id", projectId, monitorId: id });
  if (monitor?.door === "heartbeat") return monitor;
  return await app.store.watch.get({ by: "imported", projectId, door: "heartbeat", importedId: id });
}
