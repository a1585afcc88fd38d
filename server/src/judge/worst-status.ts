import type { ShownStatus, StatusCounts } from "../model/index.ts";

/** The worst first. What is paused or new says less than anything that is watched. */
const ORDER: readonly ShownStatus[] = ["down", "late", "up", "new", "paused"];

/** The one status that stands for many; `new` when there are none. */
export function worstStatus(counts: StatusCounts): ShownStatus {
  return ORDER.find((status) => counts[status] > 0) ?? "new";
}

/** Counts statuses. */
export function countStatuses(statuses: readonly ShownStatus[]): StatusCounts {
  const counts: Record<ShownStatus, number> = { new: 0, up: 0, late: 0, down: 0, paused: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
}
