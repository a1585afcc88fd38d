import type uPlot from "uplot";
import type { ColourOf } from "../../../ui/chart.tsx";
import type { Outage, RunMark } from "./timeline-data.ts";

const SECOND = 1_000;

/** Colours of runs: as the statuses they lead to; without an end they are neither good nor bad. */
const RUN_COLOURS: Readonly<Record<RunMark["outcome"], string>> = {
  success: "up-mark",
  fail: "down-mark",
  running: "new-mark",
  unfinished: "late-mark",
};

/** Paints outages behind the chart: a red ground with a line on top, at least so wide that it is seen. */
export function paintOutages(plot: uPlot, outages: readonly Outage[], colour: ColourOf): void {
  const { ctx, bbox } = plot;
  const dot = devicePixelRatio;
  const end = plot.scales.x?.max ?? 0;
  ctx.save();
  for (const { fromAt, toAt } of outages) {
    const left = Math.max(bbox.left, plot.valToPos(fromAt / SECOND, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(toAt === null ? end : toAt / SECOND, "x", true));
    const width = Math.max(2 * dot, right - left);
    ctx.fillStyle = colour("down-ground");
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.fillStyle = colour("down-mark");
    ctx.fillRect(left, bbox.top, width, 3 * dot);
  }
  ctx.restore();
}

/** Paints each run as a bar as high as it took; without a duration it is a stroke on the ground. */
export function paintRuns(plot: uPlot, runs: readonly RunMark[], colour: ColourOf): void {
  const { ctx, bbox } = plot;
  const dot = devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  const width = Math.max(2, Math.min(6, (bbox.width / dot / Math.max(1, runs.length)) * 0.6)) * dot;
  ctx.save();
  for (const { at, durationMs, outcome } of runs) {
    const x = plot.valToPos(at / SECOND, "x", true) - width / 2;
    const top = durationMs === null ? bottom - 12 * dot : plot.valToPos(durationMs, "y", true);
    const height = Math.max(3 * dot, bottom - top);
    ctx.fillStyle = colour(RUN_COLOURS[outcome]);
    ctx.fillRect(x, bottom - height, width, height);
  }
  ctx.restore();
}

/** Paints a stroke on top of the chart wherever a probe failed. */
export function paintErrors(plot: uPlot, times: readonly number[], colour: ColourOf): void {
  const { ctx, bbox } = plot;
  const dot = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour("down-mark");
  for (const at of times) {
    ctx.fillRect(plot.valToPos(at / SECOND, "x", true) - dot, bbox.top, 2 * dot, 9 * dot);
  }
  ctx.restore();
}
