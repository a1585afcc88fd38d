import type { PublicIncident, PublicMonitor, PublicStatus } from "../../actions/show-status-page.ts";
import { worstStatus } from "../../judge/worst-status.ts";
import { instant, instantOrNull } from "../shared-schemas.ts";

/** A status page for programs. */
export function presentStatus(status: PublicStatus) {
  const { title, description, note, url, timezone, counts, groups, incidents } = status;
  return {
    title,
    description,
    note,
    url,
    timezone,
    status: worstStatus(counts),
    counts,
    groups: groups.map(({ name, monitors }) => ({ name, monitors: monitors.map(presentMonitor) })),
    incidents: incidents?.map(presentIncident) ?? null,
  };
}

function presentMonitor({ id, name, status, percent, days }: PublicMonitor) {
  return {
    id,
    name,
    status,
    uptimePercent: percent,
    days: days.map((day) => ({
      date: day.date,
      uptimePercent: day.percent,
      downSeconds: Math.round(day.downMs / 1_000),
      incidents: day.incidents,
    })),
  };
}

function presentIncident({ id, monitorId, name, fromAt, toAt }: PublicIncident) {
  return { id, monitor: monitorId, name, startedAt: instant(fromAt), endedAt: instantOrNull(toAt) };
}
