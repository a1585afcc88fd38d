import type { Monitor, ShownStatus } from "../../model/index.ts";
import type { Tally } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { loadMonitorsOf } from "./list-monitors.ts";

/** Counts a project's monitors, or those that carry a tag, by how they stand. */
export async function tally(deps: DynamoDeps, projectId: string, tag?: string): Promise<Tally> {
  const now = deps.now();
  const all = await loadMonitorsOf(deps, projectId);
  const monitors = tag === undefined ? all : all.filter(({ config }) => config.tags.includes(tag));
  const counts: Record<ShownStatus, number> = { new: 0, up: 0, late: 0, down: 0, paused: 0 };
  const overdue: Monitor[] = [];
  for (const monitor of monitors) {
    const { status, expectedAt, deadlineAt } = monitor.state;
    // Until its deadline the stored status and the expected time say how a monitor stands; past it only the judge does.
    if (status !== "paused" && deadlineAt !== null && deadlineAt <= now) overdue.push(monitor);
    else counts[status === "up" && expectedAt !== null && expectedAt <= now ? "late" : status] += 1;
  }
  return { counts, overdue };
}
