import type uPlot from "uplot";
import type { ColourOf } from "../../../ui/chart.tsx";
import { datesIn, durationAxis, timeAxis } from "../../../ui/chart-axes.ts";

interface FrameOptions {
  readonly fromAt: number;
  readonly toAt: number;
  readonly zone: string;
  readonly colour: ColourOf;
  readonly series: readonly uPlot.Series[];
  /** False where nothing has a duration. */
  readonly hasDurations: boolean;
  readonly behind: (plot: uPlot) => void;
  readonly before: (plot: uPlot) => void;
  /** Called with what is under the pointer; null when it left. */
  readonly onPoint: (point: { readonly index: number; readonly at: number } | null) => void;
}

const SECOND = 1_000;

/** What both charts of the page share: time below, durations on the left, and a line that follows the pointer. */
export function chartFrame(frame: FrameOptions): Omit<uPlot.Options, "width" | "height"> {
  const { fromAt, toAt, zone, colour, hasDurations } = frame;
  return {
    series: [{}, ...frame.series],
    scales: {
      x: { time: true, range: () => [fromAt / SECOND, toAt / SECOND] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [timeAxis(colour), { ...durationAxis(colour), show: hasDurations }],
    tzDate: datesIn(zone),
    legend: { show: false },
    padding: [8, 8, 0, hasDurations ? 0 : 24],
    cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
    hooks: {
      drawClear: [frame.behind],
      draw: [frame.before],
      setCursor: [
        (plot) => {
          const { idx, left = -1 } = plot.cursor;
          const isOver = left >= 0 && idx !== null && idx !== undefined;
          frame.onPoint(isOver ? { index: idx, at: plot.posToVal(left, "x") * SECOND } : null);
        },
      ],
    },
  };
}
