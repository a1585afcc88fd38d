import { useQuery } from "@tanstack/react-query";
import { type Uptime, uptimeQuery } from "../../api/monitor-reads.ts";
import type { Monitor } from "../../api/monitors.ts";
import { formatDuration } from "../../lib/durations.ts";
import { Section } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { useOfMonitor, useShownZone } from "../use-of-monitor.ts";
import { DayBars } from "./day-bars.tsx";
import { formatPercent } from "./uptime-words.ts";

const PERIODS = [
  { name: "24h", label: "24 hours" },
  { name: "7d", label: "7 days" },
  { name: "30d", label: "30 days" },
  { name: "90d", label: "90 days" },
] as const;

/** How much of the time it was up, in all and day by day. */
export function UptimeSection({ monitor, zone }: { readonly monitor: Monitor; readonly zone: string }) {
  const shownZone = useShownZone(zone);
  const { data, error, refetch } = useQuery(uptimeQuery(useOfMonitor(monitor.id), shownZone));
  return (
    <Section title="Uptime">
      <div className="card p-4">
        {data === undefined &&
          (error === null ? (
            <Skeleton className="h-28 w-full" />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ))}
        {data !== undefined && (
          <>
            <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
              {PERIODS.map(({ name, label }) => (
                <Period key={name} label={label} period={data.periods[name]} />
              ))}
            </dl>
            <DayBars days={data.days} />
          </>
        )}
      </div>
    </Section>
  );
}

function Period({ label, period }: { readonly label: string; readonly period: Uptime["periods"]["24h"] }) {
  const { percent, downMs } = period;
  return (
    <div>
      <dt className="text-soft text-xs">{label}</dt>
      <dd>
        <span className="font-semibold text-lg tabular-nums">{formatPercent(percent)}</span>
        <span className="block text-soft text-sm">
          {downMs > 0 ? `${formatDuration(downMs)} down` : percent === null ? "not measured" : "never down"}
        </span>
      </dd>
    </div>
  );
}
