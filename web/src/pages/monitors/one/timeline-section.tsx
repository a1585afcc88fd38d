import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { outagesQuery, resultsQuery, runsQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { useOfMonitor, useShownZone } from "../../../parts/use-of-monitor.ts";
import { Section } from "../../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useNow } from "../../../ui/time.tsx";
import { DataTables } from "./data-tables.tsx";
import { outagesSince, RANGES, rangeOf, runsSince, summarizeOutages, summarizeRuns } from "./timeline-data.ts";
import { median, resultsSince } from "./timings-data.ts";
import { ToggleChips } from "./toggle-chips.tsx";

/** What draws is heavy and comes after everything that can be read. */
const TimelineChart = lazy(async () => ({ default: (await import("./timeline-chart.tsx")).TimelineChart }));
const TimingsChart = lazy(async () => ({ default: (await import("./timings-chart.tsx")).TimingsChart }));

interface TimelineSectionProps {
  readonly monitor: Monitor;
  readonly zone: string;
  readonly range: string | undefined;
  readonly onRange: (name: string) => void;
}

const MINUTE = 60_000;
/** What is not over grows so often. */
const STEP = 10_000;

/** Runs or timings, and outages, over time. */
export function TimelineSection({ monitor, zone: monitorZone, range: rangeName, onRange }: TimelineSectionProps) {
  const range = rangeOf(rangeName);
  // The chart has room for what comes within the minute; nothing has lasted until its edge.
  const toAt = useNow(MINUTE) + MINUTE;
  const now = useNow(STEP);
  const fromAt = toAt - range.ms;
  const zone = useShownZone(monitorZone);
  const { runs, results, outages, error, retry } = useTimeline(monitor, fromAt);
  const parts = [
    monitor.kind === "heartbeat" && (summarizeRuns(runs) ?? "no run"),
    monitor.kind === "probe" && summarizeLooks(results),
    summarizeOutages(outages ?? [], fromAt, now),
  ];
  const summary = `In the last ${range.label}: ${parts.filter(Boolean).join("; ")}.`;
  const common = { fromAt, toAt, zone, summary };
  return (
    <Section
      title={TITLES[monitor.kind]}
      actions={
        <ToggleChips label="How far back" chips={RANGES} chosen={[range.name]} onToggle={(name) => onRange(name)} />
      }
    >
      <div className="card p-3 sm:p-4">
        {outages === null &&
          (error === null ? <Skeleton className="h-44 w-full" /> : <ErrorState error={error} onRetry={retry} />)}
        {outages !== null && (
          <Suspense fallback={<Skeleton className="h-44 w-full" />}>
            {monitor.kind === "probe" ? (
              <TimingsChart {...common} results={results} outages={outages} gapMs={gapOf(monitor)} />
            ) : (
              <TimelineChart {...common} runs={runs} outages={outages} />
            )}
          </Suspense>
        )}
        {outages !== null && <DataTables runs={runs} results={results} outages={outages} />}
      </div>
    </Section>
  );
}

const TITLES: Readonly<Record<Monitor["kind"], string>> = {
  heartbeat: "Runs and outages",
  probe: "Timings and outages",
  alarm: "Outages",
};

function useTimeline(monitor: Monitor, fromAt: number) {
  const of = useOfMonitor(monitor.id);
  const runs = useQuery({ ...runsQuery(of), enabled: monitor.kind === "heartbeat" });
  const results = useQuery({ ...resultsQuery(of), enabled: monitor.kind === "probe" });
  const outages = useQuery(outagesQuery(of));
  const isRunning = runs.data?.some(({ outcome }) => outcome === "running") === true;
  const now = useNow(isRunning ? STEP : MINUTE);
  const isWaiting = [runs, results, outages].some(({ isLoading }) => isLoading);
  const error = [runs, results, outages].find((query) => query.data === undefined && query.error !== null)?.error;
  return {
    runs: useMemo(() => runsSince(runs.data ?? [], fromAt, now), [runs.data, fromAt, now]),
    results: useMemo(() => resultsSince(results.data ?? [], fromAt), [results.data, fromAt]),
    outages: useMemo(
      () => (isWaiting || error != null ? null : outagesSince(outages.data ?? [], fromAt)),
      [isWaiting, error, outages.data, fromAt],
    ),
    error: error ?? null,
    // What fails again is shown again.
    retry: () => {
      for (const query of [runs, results, outages]) if (query.isError) void query.refetch();
    },
  };
}

function summarizeLooks(results: ReturnType<typeof resultsSince>): string {
  const errors = results.filter(({ verdict }) => verdict === "error").length;
  const middle = median(results.map(({ totalMs }) => totalMs));
  if (middle === null) return "no look";
  const looks = `${results.length} ${results.length === 1 ? "look" : "looks"}`;
  return `${looks}, ${errors === 0 ? "no error" : `${errors} with an error`}, the median took ${formatDuration(middle)}`;
}

/** Three looks that did not come are a gap; a line across it would invent them. */
function gapOf({ schedule }: Monitor): number {
  return schedule?.type === "period" ? 3_000 * schedule.periodSeconds : Number.POSITIVE_INFINITY;
}
