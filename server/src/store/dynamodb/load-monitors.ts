import type { Monitor } from "../../model/index.ts";
import { isOfProject } from "../address-key.ts";
import type { MonitorAddress } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { monitorKey, stateKey, uniqueKey } from "./keys.ts";
import {
  alarmFromItem,
  alarmKey,
  type FixedMonitor,
  monitorFromItem,
  monitorsPartition,
  wholeMonitor,
} from "./monitor-item.ts";
import { type DynamoPort, queryAll, type Reader } from "./port.ts";
import { type StoredState, stateFromItem } from "./state-item.ts";
import { idOf, Moved } from "./transact.ts";

/** A monitor with what only the store knows of it. */
export interface LoadedMonitor {
  readonly monitor: Monitor;
  readonly fixed: FixedMonitor;
  readonly stored: StoredState;
  /** The version of its state. */
  readonly version: number;
}

type Deps = Pick<DynamoDeps, "monitors" | "pause">;

const MAX_TRIES = 5;
const RETRY_PAUSE_MS = 20;

/** The id of an address's monitor, which may be gone; null when there is none. */
export async function monitorIdOf(reader: Reader, address: MonitorAddress): Promise<string | null> {
  if (address.by === "id") return address.monitorId;
  const owner = await reader.get(addressItemKey(address));
  return owner === null ? null : String(owner.id);
}

/** The key of the item that says whose an address is. */
export function addressItemKey(address: Exclude<MonitorAddress, { by: "id" }>) {
  switch (address.by) {
    case "slug":
      return uniqueKey("slug", address.projectId, address.slug);
    case "door":
      return uniqueKey("door", address.projectId, address.door, address.doorKey);
    case "imported":
      return uniqueKey("imported", address.projectId, address.door, address.importedId);
  }
}

/** Loads monitors by id, inside a transaction; throws Moved when they change meanwhile. */
export async function loadStored(
  { monitors: cache }: Deps,
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoadedMonitor>> {
  if (ids.length === 0) return new Map();
  const states = byId(await reader.getMany(ids.map(stateKey)));
  const found = ids.flatMap((id) => {
    const item = states.get(idOf(stateKey(id)));
    return item ? [{ id, item, stored: stateFromItem(item) }] : [];
  });
  const unknown = found.filter(({ id, stored }) => !cache.get(id, stored.configVersion));
  if (unknown.length > 0) {
    for (const item of await reader.getMany(unknown.map(({ id }) => monitorKey(id)))) {
      const { configVersion, monitor } = monitorFromItem(item);
      cache.set(monitor.id, configVersion, monitor);
    }
  }
  const fixed = found.map((each) => {
    const monitor = cache.get(each.id, each.stored.configVersion);
    if (!monitor) throw new Moved(`the configuration of ${each.id} changed while it was read`);
    return { ...each, fixed: monitor };
  });
  // Only alarms have a third item, so that a ping reads none.
  const alarmIds = fixed.filter((each) => each.fixed.config.kind === "alarm").map(({ id }) => id);
  const alarms = alarmIds.length === 0 ? new Map() : byId(await reader.getMany(alarmIds.map(alarmKey)));
  return new Map(
    fixed.map(({ id, item, stored, fixed }) => {
      const alarm = alarmFromItem(alarms.get(idOf(alarmKey(id))) ?? null);
      const monitor = wholeMonitor(fixed, { ...stored.state, alarm });
      return [id, { monitor, fixed, stored, version: Number(item.v) }];
    }),
  );
}

/** Loads monitors by id, outside of a transaction; those that do not exist are absent. */
export async function loadMonitorsById(
  deps: Deps,
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Monitor>> {
  for (let tries = 1; ; tries += 1) {
    try {
      const loaded = await loadStored(deps, reader, [...new Set(ids)]);
      return new Map([...loaded].map(([id, { monitor }]) => [id, monitor]));
    } catch (error) {
      if (!(error instanceof Moved) || tries === MAX_TRIES) throw error;
      await deps.pause(RETRY_PAUSE_MS);
    }
  }
}

/** Loads one monitor; null when there is none, or when it is another project's. */
export async function loadMonitor(deps: Deps, reader: Reader, address: MonitorAddress): Promise<Monitor | null> {
  const id = await monitorIdOf(reader, address);
  const monitor = id === null ? undefined : (await loadMonitorsById(deps, reader, [id])).get(id);
  return monitor && isOfProject(address, monitor) ? monitor : null;
}

/** The monitors of a project, by name, then id, without their states; the list may be a moment late. */
export async function listMonitors(port: DynamoPort, projectId: string): Promise<readonly FixedMonitor[]> {
  const items = await queryAll(port, { index: "index-1", pk: monitorsPartition(projectId) });
  return items.map((item) => monitorFromItem(item).monitor);
}

function byId(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [idOf(item), item]));
}
