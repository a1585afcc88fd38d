import { useCallback, useState } from "react";
import { formatDuration } from "../../../lib/durations.ts";
import { ReasonText } from "../../../parts/reason-text.tsx";
import { Chart, type ChartDrawing, type ColourOf } from "../../../ui/chart.tsx";
import { Time } from "../../../ui/time.tsx";
import { chartFrame } from "./chart-frame.ts";
import { paintOutages, paintRuns } from "./paint-timeline.ts";
import { type Outage, outageAt, outcomeWord, type RunMark } from "./timeline-data.ts";

interface TimelineChartProps {
  readonly runs: readonly RunMark[];
  readonly outages: readonly Outage[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly zone: string;
  /** What it shows in all. */
  readonly summary: string;
}

/** What lies under the pointer. */
interface Pointed {
  readonly run: RunMark | null;
  readonly outage: Outage | null;
}

/** Runs as bars as high as they took, on a ground that is red where it was down. */
export function TimelineChart({ runs, outages, fromAt, toAt, zone, summary }: TimelineChartProps) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const hasDurations = runs.some(({ durationMs }) => durationMs !== null);
  const draw = useCallback(
    (colour: ColourOf): ChartDrawing => {
      const options = chartFrame({
        fromAt,
        toAt,
        zone,
        colour,
        hasDurations,
        series: [{ paths: () => null, points: { show: false } }],
        behind: (plot) => paintOutages(plot, outages, colour),
        before: (plot) => paintRuns(plot, runs, colour),
        onPoint: (point) =>
          setPointed(point && { run: runs[point.index] ?? null, outage: outageAt(outages, point.at) }),
      });
      const times = runs.length === 0 ? [fromAt, toAt] : runs.map(({ at }) => at);
      return {
        options,
        data: [times.map((at) => at / 1_000), runs.length === 0 ? [null, null] : runs.map((run) => run.durationMs)],
      };
    },
    [runs, outages, fromAt, toAt, zone, hasDurations],
  );
  return (
    <div>
      <Chart label={summary} height={hasDurations ? 170 : 96} draw={draw} />
      <p className="mt-1 min-h-5 text-sm text-soft">{pointed === null ? summary : <PointedWords {...pointed} />}</p>
    </div>
  );
}

function PointedWords({ run, outage }: Pointed) {
  return (
    <>
      {run !== null && (
        <>
          <Time at={run.at} /> {outcomeWord(run)}
          {run.durationMs !== null && `, ${formatDuration(run.durationMs)}`}
        </>
      )}
      {run !== null && outage !== null && " · "}
      {outage !== null && (
        <span className="text-down">
          down from <Time at={outage.fromAt} />
          {outage.toAt !== null && (
            <>
              {" "}
              to <Time at={outage.toAt} />
            </>
          )}
          : <ReasonText text={outage.why} />
        </span>
      )}
    </>
  );
}
