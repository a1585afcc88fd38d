import type { HeardAlarm, Monitor } from "../../model/index.ts";
import { createVersionCache, type VersionCache } from "../version-cache.ts";
import type { Item, Key } from "./item.ts";
import { monitorKey, uniqueKey } from "./keys.ts";

/** All of a monitor that no ping changes. */
export interface FixedMonitor extends Omit<Monitor, "state"> {
  /** The id that it had in the system it was imported from. */
  readonly importedId: string | null;
}

/** A monitor without its state. */
export function fixedMonitor(monitor: Omit<Monitor, "state">, importedId: string | null): FixedMonitor {
  const { id, projectId, door, doorKey, createdAt, config } = monitor;
  return { id, projectId, door, doorKey, createdAt, config, importedId };
}

/** A monitor with its state. */
export function wholeMonitor(fixed: FixedMonitor, state: Monitor["state"]): Monitor {
  const { id, projectId, door, doorKey, createdAt, config } = fixed;
  return { id, projectId, door, doorKey, createdAt, config, state };
}

/** What never changes under one version of a monitor's configuration, by the monitor's id. */
export type MonitorCache = VersionCache<string, string, FixedMonitor>;

/** Makes the cache of a process, so that a ping reads the configuration only once. */
export function createMonitorCache(): MonitorCache {
  return createVersionCache(10_000);
}

/** The item of a monitor's configuration. The version is never given twice, also not to a monitor of the same id. */
export function monitorItem(monitor: FixedMonitor, configVersion: string): Item {
  const { id, projectId, door, doorKey, importedId, createdAt, config } = monitor;
  return {
    ...monitorKey(id),
    c: configVersion,
    projectId,
    door,
    doorKey,
    importedId,
    createdAt,
    config: JSON.stringify(config),
    g1pk: monitorsPartition(projectId),
    g1sk: monitorPlace(config.name, id),
  };
}

/** Where a project's monitors are listed. */
export function monitorsPartition(projectId: string): string {
  return `PROJECT#${projectId}#MONITORS`;
}

/** The place of a monitor in that list: by name, then id. A character that no name holds ends the name. */
export function monitorPlace(name: string, id: string): string {
  return `${name}\u0000${id}`;
}

/** Reads the item of a monitor's configuration. */
export function monitorFromItem(item: Item): { readonly configVersion: string; readonly monitor: FixedMonitor } {
  const text = (name: string): string | null => (typeof item[name] === "string" ? item[name] : null);
  const monitor: FixedMonitor = {
    id: item.pk.slice("MONITOR#".length),
    projectId: text("projectId") ?? "",
    door: text("door") as Monitor["door"],
    doorKey: text("doorKey"),
    importedId: text("importedId"),
    createdAt: Number(item.createdAt),
    config: JSON.parse(text("config") ?? ""),
  };
  return { configVersion: text("c") ?? "", monitor };
}

/** The key of what was last heard of an alarm. */
export function alarmKey(monitorId: string): Key {
  return { pk: monitorKey(monitorId).pk, sk: "ALARM" };
}

/** What was last heard of an alarm; null: nothing. */
export function alarmFromItem(item: Item | null): HeardAlarm | null {
  return item === null ? null : JSON.parse(String(item.alarm));
}

/** The names by which a monitor is found and which no other may have. */
export function uniqueKeys({ projectId, door, doorKey, importedId, config }: FixedMonitor): readonly Key[] {
  return [
    ...(config.slug === null ? [] : [uniqueKey("slug", projectId, config.slug)]),
    ...(door === null || doorKey === null ? [] : [uniqueKey("door", projectId, door, doorKey)]),
    ...(door === null || importedId === null ? [] : [uniqueKey("imported", projectId, door, importedId)]),
  ];
}
