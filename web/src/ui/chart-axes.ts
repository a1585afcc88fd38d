import uPlot from "uplot";
import { formatDuration } from "../lib/durations.ts";
import type { ColourOf } from "./chart.tsx";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps of an axis of durations that people count in. */
const DURATION_STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 30, 100].map((n) => n * DAY),
];

/** How times are written on an axis, by how far they are apart: below them the day, where it changes. */
const TIMES: uPlot.Axis.DynamicValues | (string | number | null)[][] = [
  [28 * 86_400, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [86_400, "{D} {MMM}", null, null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
];

const FONT = "11px Inter, ui-sans-serif, system-ui, sans-serif";

/** The axis of time below a chart. */
export function timeAxis(colour: ColourOf): uPlot.Axis {
  return {
    stroke: colour("soft"),
    font: FONT,
    size: 38,
    space: 64,
    values: TIMES as uPlot.Axis.Values,
    grid: { show: false },
    ticks: { stroke: colour("line"), size: 4 },
  };
}

/** The axis of durations, in milliseconds, left of a chart. */
export function durationAxis(colour: ColourOf): uPlot.Axis {
  return {
    stroke: colour("soft"),
    font: FONT,
    size: 58,
    incrs: DURATION_STEPS,
    space: 34,
    values: (_, ticks) => ticks.map((ms) => (ms === 0 ? "0" : formatDuration(ms))),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
  };
}

/** Writes the times of an axis in a zone; undefined: that of the browser. */
export function datesIn(zone: string | undefined): (seconds: number) => Date {
  return (seconds) => {
    const date = new Date(seconds * SECOND);
    return zone === undefined ? date : uPlot.tzDate(date, zone);
  };
}
