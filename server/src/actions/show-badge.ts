import { statusAt } from "../judge/status-at.ts";
import { countStatuses, worstStatus } from "../judge/worst-status.ts";
import type { BadgeAddress, BadgeSubject, ShownStatus, StatusCounts } from "../model/index.ts";
import type { App } from "./app.ts";

/** What a badge tells. */
export interface ShownBadge {
  /** What it is about: the name of a monitor or project, or the tag. */
  readonly label: string;
  readonly status: ShownStatus;
  readonly counts: StatusCounts;
}

/** How the badge of an address stands at this moment; null when there is none. */
export async function showBadge(
  app: App,
  address: BadgeAddress & { readonly tag: string | null },
): Promise<ShownBadge | null> {
  const found = await app.store.pages.badgeSubject(address);
  if (found === null) return null;
  const { projectId, subject } = found;
  return subject.of === "monitor"
    ? await showOne(app, projectId, subject.monitorId)
    : await showMany(app, projectId, subject);
}

async function showOne(app: App, projectId: string, monitorId: string): Promise<ShownBadge | null> {
  const monitor = await app.store.watch.get({ by: "id", projectId, monitorId });
  if (monitor === null) return null;
  const [now, gaps] = await Promise.all([app.store.now(), app.store.watch.gaps()]);
  const status = statusAt(monitor, { now, gaps });
  return { label: monitor.config.name, status, counts: countStatuses([status]) };
}

async function showMany(
  app: App,
  projectId: string,
  subject: Exclude<BadgeSubject, { readonly of: "monitor" }>,
): Promise<ShownBadge | null> {
  const tag = subject.of === "tag" ? subject.tag : undefined;
  const [project, tally, now, gaps] = await Promise.all([
    app.store.people.project(projectId),
    app.store.watch.tally(projectId, tag),
    app.store.now(),
    app.store.watch.gaps(),
  ]);
  if (project === null) return null;
  const judged = countStatuses(tally.overdue.map((monitor) => statusAt(monitor, { now, gaps })));
  const counts = addCounts(tally.counts, judged);
  return { label: tag ?? project.name, status: worstStatus(counts), counts };
}

function addCounts(a: StatusCounts, b: StatusCounts): StatusCounts {
  return {
    new: a.new + b.new,
    up: a.up + b.up,
    late: a.late + b.late,
    down: a.down + b.down,
    paused: a.paused + b.paused,
  };
}

/** A badge that knows no `late`: its grace time still runs, so it counts as up. */
export function withoutLate({ label, counts: { late, up, ...rest } }: ShownBadge): ShownBadge {
  const counts = { ...rest, up: up + late, late: 0 };
  return { label, status: worstStatus(counts), counts };
}
