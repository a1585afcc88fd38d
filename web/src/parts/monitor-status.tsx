import type { MonitorRow } from "../api/monitors.ts";
import { StatusBadge } from "../ui/badge.tsx";
import { STATUS_LOOKS, type Status } from "../ui/status.ts";

type Standing = Pick<MonitorRow, "status" | "door">;

/** Where a monitor stands; one that was added as a service says it in a service's words. */
export function MonitorStatus(monitor: Standing) {
  const { word, look } = standingOf(monitor);
  return <StatusBadge status={look} word={word} />;
}

/** The word for where a monitor stands, and the status that it looks like. */
export function standingOf({ status, door }: Standing): { readonly word: string; readonly look: Status } {
  return door === "missme" ? SERVICE_STATUS[status] : { word: STATUS_LOOKS[status].word, look: status };
}

/** A service that missed less than its threshold is Ok; of one that is paused nothing is known. */
const SERVICE_STATUS: Readonly<Record<Status, { readonly word: string; readonly look: Status }>> = {
  up: { word: "Ok", look: "up" },
  late: { word: "Ok", look: "up" },
  down: { word: "Dead", look: "down" },
  new: { word: "Unknown", look: "new" },
  paused: { word: "Unknown", look: "paused" },
};
