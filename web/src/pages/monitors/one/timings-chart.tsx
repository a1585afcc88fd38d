import { useCallback, useState } from "react";
import { classNames } from "../../../lib/class-names.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { Chart, type ChartDrawing, type ColourOf } from "../../../ui/chart.tsx";
import { Time } from "../../../ui/time.tsx";
import { chartFrame } from "./chart-frame.ts";
import { paintErrors, paintOutages } from "./paint-timeline.ts";
import type { Outage } from "./timeline-data.ts";
import { median, type PHASES, stackTimes, type TimedResult, usedPhases } from "./timings-data.ts";

interface TimingsChartProps {
  readonly results: readonly TimedResult[];
  readonly outages: readonly Outage[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly zone: string;
  /** Nothing is drawn across a longer silence. */
  readonly gapMs: number;
  readonly summary: string;
}

const SWATCHES: Readonly<Record<(typeof PHASES)[number]["name"], string>> = {
  dns: "bg-phase-dns",
  connect: "bg-phase-connect",
  tls: "bg-phase-tls",
  wait: "bg-phase-wait",
  rest: "bg-phase-rest",
};

/** How long each look took, by phase, one on top of the other. */
export function TimingsChart({ results, outages, fromAt, toAt, zone, gapMs, summary }: TimingsChartProps) {
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const draw = useCallback(
    (colour: ColourOf): ChartDrawing => {
      const { at, sums } = stackTimes(results, gapMs);
      const errors = results.filter(({ verdict }) => verdict === "error").map((result) => result.at);
      // The highest stack first: those below are painted over it.
      const phases = usedPhases(results).toReversed();
      const options = chartFrame({
        fromAt,
        toAt,
        zone,
        colour,
        hasDurations: results.length > 0,
        series: phases.map(({ name }) => ({
          fill: colour(`phase-${name}`),
          stroke: colour(`phase-${name}`),
          width: 1,
          points: { show: false },
        })),
        behind: (plot) => paintOutages(plot, outages, colour),
        before: (plot) => paintErrors(plot, errors, colour),
        onPoint: (point) => setPointedAt(point && (at[point.index] ?? null)),
      });
      return { options, data: [at.map((ms) => ms / 1_000), ...phases.map(({ name }) => [...sums[name]])] };
    },
    [results, outages, fromAt, toAt, zone, gapMs],
  );
  const pointed = results.find(({ at }) => at === pointedAt) ?? null;
  return (
    <div>
      <Chart label={summary} height={210} draw={draw} />
      <Legend results={results} pointed={pointed} />
      <p className="mt-1.5 min-h-5 text-sm text-soft">
        {pointed === null ? (
          summary
        ) : (
          <>
            <Time at={pointed.at} />{" "}
            <span className={pointed.verdict === "error" ? "text-down" : undefined}>
              {pointed.verdict}: {pointed.reason}
            </span>
            , {formatDuration(pointed.totalMs)}
          </>
        )}
      </p>
    </div>
  );
}

/** What each colour is, with how long it took under the pointer, or mostly. */
function Legend({
  results,
  pointed,
}: {
  readonly results: readonly TimedResult[];
  readonly pointed: TimedResult | null;
}) {
  return (
    <ul aria-label="Phases" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {usedPhases(results).map(({ name, label }) => {
        const ms = pointed?.phases[name] ?? median(results.map(({ phases }) => phases[name]));
        return (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={classNames("size-2.5 rounded-[3px]", SWATCHES[name])} />
            <span className="text-soft">{label}</span>
            <span className="tabular-nums">{ms === null ? "–" : formatDuration(ms)}</span>
          </li>
        );
      })}
      <li className="text-soft">{pointed === null ? "(median)" : ""}</li>
    </ul>
  );
}
