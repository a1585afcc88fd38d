import type { MonitorRow } from "../api/monitors.ts";
import { StatusBadge } from "../ui/badge.tsx";
import type { Status } from "../ui/status.ts";

/** Where a monitor stands; one that was added as a service says it in a service's words. */
export function MonitorStatus({ status, door }: Pick<MonitorRow, "status" | "door">) {
  if (door !== "missme") return <StatusBadge status={status} />;
  const { word, look } = SERVICE_STATUS[status];
  return <StatusBadge status={look} word={word} />;
}

/** A service that missed less than its threshold is Ok; of one that is paused nothing is known. */
const SERVICE_STATUS: Readonly<Record<Status, { readonly word: string; readonly look: Status }>> = {
  up: { word: "Ok", look: "up" },
  late: { word: "Ok", look: "up" },
  down: { word: "Dead", look: "down" },
  new: { word: "Unknown", look: "new" },
  paused: { word: "Unknown", look: "paused" },
};
