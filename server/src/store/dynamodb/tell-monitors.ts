import type { ToldChange, ToldMonitor } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { monitorKey } from "./keys.ts";
import { loadMonitorsById } from "./load-monitors.ts";
import { isAlive, TRANSITION, transitionFromItem } from "./log-items.ts";

interface Since {
  readonly at: number;
  readonly mostChanges: number;
}

/** So many logs are read at a time. */
const PARALLEL = 16;

/** Loads monitors of a project with their newest changes; those that are gone are left out. */
export async function tellMonitors(
  deps: DynamoDeps,
  projectId: string,
  monitorIds: readonly string[],
  since: Since,
): Promise<readonly ToldMonitor[]> {
  const loaded = await loadMonitorsById(deps, deps.port, monitorIds);
  const found = monitorIds.flatMap((id) => loaded.get(id) ?? []).filter((each) => each.projectId === projectId);
  const changes = new Map<string, readonly ToldChange[]>();
  await inParallel(found, PARALLEL, async ({ id }) => void changes.set(id, await newestChanges(deps, id, since)));
  return found.map((monitor) => {
    const newest = changes.get(monitor.id) ?? [];
    return {
      monitor,
      publicId: deps.vault.mask(monitor.id, "status page"),
      changes: newest.slice(0, since.mostChanges).reverse(),
      isCut: newest.length > since.mostChanges,
    };
  });
}

/** One more than asked for, so that a log that was cut can be told from one that was not. */
async function newestChanges({ port, now }: DynamoDeps, monitorId: string, { at, mostChanges }: Since) {
  const { pk } = monitorKey(monitorId);
  const range = { startsWith: TRANSITION };
  const { items } = await port.query({ pk, range, newestFirst: true, limit: mostChanges + 1 });
  return items
    .filter((item) => isAlive(item, now()))
    .map((item) => transitionFromItem(monitorId, item))
    .filter((transition) => transition.at >= at)
    .map(({ at, from, to, incidentOpenedAt }): ToldChange => ({ at, from, to, incidentOpenedAt }));
}
