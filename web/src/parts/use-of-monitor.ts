import { useMemo } from "react";
import { useApi, useDashboard } from "../api/dashboard-context.tsx";
import type { OfMonitor } from "../api/monitor-reads.ts";
import type { Monitor } from "../api/monitors.ts";
import { useObservable } from "../api/use-observable.ts";
import { useProject } from "../api/use-session.ts";
import { zoneOf } from "../lib/time-format.ts";

/** What the queries of one monitor's page need. */
export function useOfMonitor(id: string): OfMonitor {
  const api = useApi();
  const projectId = useProject().id;
  return useMemo(() => ({ api, projectId, id }), [api, projectId, id]);
}

/** The zone of a monitor's schedule; without one it goes by the project's. */
export function useMonitorZone({ schedule }: Pick<Monitor, "schedule">): string {
  const { timezone } = useProject();
  return schedule === null || schedule.type === "period" ? timezone : schedule.timezone;
}

/** The zone that times and days are shown in here. */
export function useShownZone(monitorZone: string): string {
  const choice = useObservable(useDashboard().preferences.zone);
  return zoneOf(choice, monitorZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
