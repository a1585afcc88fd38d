import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Monitor, monitorQuery } from "../../api/monitors.ts";
import { useProject } from "../../api/use-session.ts";
import { useMonitorZone } from "../use-of-monitor.ts";
import { UptimeSection } from "./uptime-section.tsx";

/** The uptime of a monitor beside its incidents; its days are those of the monitor's own page. */
export function UptimeOfMonitor({ id }: { readonly id: string }) {
  const { data } = useQuery(monitorQuery(useApi(), useProject().id, id));
  // Why a monitor cannot be read is told by what stands beside it.
  return data === undefined ? null : <InItsZone monitor={data} />;
}

function InItsZone({ monitor }: { readonly monitor: Monitor }) {
  return <UptimeSection monitor={monitor} zone={useMonitorZone(monitor)} />;
}
