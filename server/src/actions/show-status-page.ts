import { outagesOf } from "../judge/outages.ts";
import { statusAt } from "../judge/status-at.ts";
import { type DayBar, dayBars, type StatusLog, uptimeOf } from "../judge/uptime.ts";
import { countStatuses } from "../judge/worst-status.ts";
import type { Gap, ShownStatus, StatusCounts, StatusPage, StatusPageMonitor, StoredStatus } from "../model/index.ts";
import type { ToldMonitor } from "../store/ports.ts";
import type { App } from "./app.ts";
import { UPTIME_DAYS } from "./show-uptime.ts";

/** A monitor as strangers see it: nothing leads from here to its ping address. */
export interface PublicMonitor {
  readonly id: string;
  readonly name: string;
  readonly status: ShownStatus;
  /** Of all the days; null: nothing counted. */
  readonly percent: number | null;
  /** Oldest first; the last is today. */
  readonly days: readonly DayBar[];
}

/** An outage as strangers see it: when, and nothing of why. */
export interface PublicIncident {
  readonly id: string;
  readonly monitorId: string;
  readonly name: string;
  readonly fromAt: number;
  /** Null: it lasts. */
  readonly toAt: number | null;
  /** What the monitor became; null while it lasts. */
  readonly endedBy: Exclude<StoredStatus, "down"> | null;
}

/** A group as strangers see it. */
export interface PublicGroup {
  readonly name: string | null;
  readonly monitors: readonly PublicMonitor[];
}

/** All that a status page tells. */
export interface PublicStatus extends Pick<StatusPage, "slug" | "title" | "description" | "note" | "incidentDays"> {
  readonly url: string;
  /** The project's zone: its days are those of the bars. */
  readonly timezone: string;
  readonly now: number;
  readonly counts: StatusCounts;
  readonly groups: readonly PublicGroup[];
  /** Newest first; null: the page tells none. */
  readonly incidents: readonly PublicIncident[] | null;
}

const DAY_MS = 86_400_000;
/** One more than the bars tell: the first day begins at a midnight. */
const READ_MS = (UPTIME_DAYS + 1) * DAY_MS;
/** Read at a time, so that pings get their turn in between. */
const BATCH = 25;
/** A monitor that changes more often than 20 times a day tells no older days. */
const MOST_CHANGES = 20 * UPTIME_DAYS;
/** More than these help nobody. */
const MOST_INCIDENTS = 500;

interface Moment {
  readonly now: number;
  readonly gaps: readonly Gap[];
  readonly timezone: string;
}

/** What the page of a slug tells at this moment; null when there is none, or when it is switched off. */
export async function showStatusPage(app: App, slug: string): Promise<PublicStatus | null> {
  const page = await app.store.pages.statusPageBySlug(slug);
  if (page === null || !page.enabled) return null;
  const [project, now, gaps] = await Promise.all([
    app.store.people.project(page.projectId),
    app.store.now(),
    app.store.watch.gaps(),
  ]);
  if (project === null) return null;
  const { timezone } = project;
  const shown = await showAll(app, page, { now, gaps, timezone });
  const groups = page.groups.map(({ name, monitors }) => ({
    name,
    monitors: monitors.flatMap(({ monitorId }) => shown.get(monitorId)?.monitor ?? []),
  }));
  const { title, description, note, incidentDays } = page;
  const told = [...shown.values()];
  return {
    slug,
    title,
    description,
    note,
    incidentDays,
    timezone,
    now,
    url: `${app.settings.baseUrl}/status/${slug}`,
    counts: countStatuses(told.map(({ monitor }) => monitor.status)),
    groups,
    incidents: page.showIncidents ? newest(told, now - incidentDays * DAY_MS) : null,
  };
}

interface Shown {
  readonly monitor: PublicMonitor;
  readonly incidents: readonly PublicIncident[];
}

/** The monitors of the page by their real id. */
async function showAll(app: App, page: StatusPage, moment: Moment): Promise<ReadonlyMap<string, Shown>> {
  const wanted = page.groups.flatMap(({ monitors }) => monitors);
  const names = new Map(wanted.map(({ monitorId, name }: StatusPageMonitor) => [monitorId, name]));
  const since = { at: moment.now - READ_MS, mostChanges: MOST_CHANGES };
  const shown = new Map<string, Shown>();
  for (let start = 0; start < wanted.length; start += BATCH) {
    const ids = wanted.slice(start, start + BATCH).map(({ monitorId }) => monitorId);
    for (const told of await app.store.pages.tell(page.projectId, ids, since)) {
      const { id, config } = told.monitor;
      shown.set(id, showOne(told, names.get(id) ?? config.name, moment));
    }
  }
  return shown;
}

function showOne(told: ToldMonitor, name: string, { now, gaps, timezone }: Moment): Shown {
  const { monitor, publicId, changes } = told;
  const log: StatusLog = { createdAt: knownSince(told), status: monitor.state.status, changes };
  const days = dayBars(log, gaps, { days: UPTIME_DAYS, timezone, now });
  const { percent } = uptimeOf(log, gaps, { fromAt: days[0]?.fromAt ?? now, toAt: now });
  const incidents = outagesOf(changes, monitor.state).map((outage) => ({
    id: `${publicId}-${outage.fromAt}`,
    monitorId: publicId,
    name,
    ...outage,
  }));
  return { monitor: { id: publicId, name, status: statusAt(monitor, { now, gaps }), percent, days }, incidents };
}

/** What a log that was cut does not tell is told by nobody: those days have no uptime. */
function knownSince({ monitor, changes, isCut }: ToldMonitor): number {
  return isCut ? (changes[0]?.at ?? monitor.createdAt) : monitor.createdAt;
}

function newest(shown: readonly Shown[], since: number): readonly PublicIncident[] {
  return shown
    .flatMap(({ incidents }) => incidents)
    .filter(({ toAt }) => toAt === null || toAt >= since)
    .sort((a, b) => b.fromAt - a.fromAt || a.name.localeCompare(b.name))
    .slice(0, MOST_INCIDENTS);
}
