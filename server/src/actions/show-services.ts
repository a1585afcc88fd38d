import { AppError, type Monitor, type ShownStatus } from "../model/index.ts";
import type { Page, PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { showMonitor, showMonitors } from "./show-monitors.ts";

/** How a service stands, in the words of its overview. */
export type ServiceStatus = "Ok" | "Dead" | "Unknown";

export interface ShownService {
  readonly service: Monitor;
  readonly status: ServiceStatus;
}

/** The services of a project by name. */
export async function listServices(app: App, caller: Caller, page: PageRequest): Promise<Page<ShownService>> {
  const listed = await app.store.watch.list({ ...page, projectId: caller.projectId, door: "missme" });
  const shown = await showMonitors(app, listed.items);
  const items = shown.map(({ monitor, status }) => ({ service: monitor, status: serviceStatus(status) }));
  return { items, nextCursor: listed.nextCursor };
}

/** Finds a service by its id. */
export async function getService(app: App, caller: Caller, id: string): Promise<ShownService> {
  const { projectId } = caller;
  const service = await app.store.watch.get({ by: "door", projectId, door: "missme", doorKey: id });
  if (service === null) throw new AppError("not_found", "There is no such service in your project.");
  return await showService(app, service);
}

/** Tells how a service stands at this moment. */
export async function showService(app: App, service: Monitor): Promise<ShownService> {
  return { service, status: serviceStatus((await showMonitor(app, service)).status) };
}

/** A service that missed less than its threshold is Ok; of one that is paused nothing is known. */
function serviceStatus(status: ShownStatus): ServiceStatus {
  switch (status) {
    case "up":
    case "late":
      return "Ok";
    case "down":
      return "Dead";
    case "new":
    case "paused":
      return "Unknown";
  }
}
