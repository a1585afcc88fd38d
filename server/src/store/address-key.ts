import type { Monitor } from "../model/index.ts";
import type { MonitorAddress } from "./ports.ts";

/** One text for each address, to find what was loaded for it. */
export function addressKey(address: MonitorAddress): string {
  switch (address.by) {
    case "id":
      return `id:${address.monitorId}`;
    case "slug":
      return `slug:${address.projectId}:${address.slug}`;
    case "door":
      return `door:${address.projectId}:${address.door}:${address.doorKey}`;
    case "imported":
      return `imported:${address.projectId}:${address.door}:${address.importedId}`;
  }
}

/** False when the address names another project than the monitor's. */
export function isOfProject(address: MonitorAddress, monitor: Monitor): boolean {
  return address.projectId === undefined || address.projectId === monitor.projectId;
}
