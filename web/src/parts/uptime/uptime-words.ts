import type { Uptime } from "../../api/monitor-reads.ts";
import { formatDuration } from "../../lib/durations.ts";

type Day = Uptime["days"][number];

/** Writes a share of the time: `100 %`, `99.95 %`; it is never rounded up to 100. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return "–";
  return `${percent >= 99 ? percent : Math.floor(percent * 10) / 10} %`;
}

/** What a day was like, in words. */
export function describeDay({ date, percent, downMs, incidents }: Day): string {
  if (percent === null) return `${date}: nothing counted`;
  if (downMs === 0) return `${date}: 100 %, never down`;
  const outages = incidents === 1 ? "1 outage" : `${incidents} outages`;
  return `${date}: ${formatPercent(percent)}, ${formatDuration(downMs)} down in ${outages}`;
}

/** How bad a day was, for its colour. */
export function levelOf({ percent, downMs }: Day): "none" | "up" | "late" | "down" {
  if (percent === null) return "none";
  if (downMs === 0) return "up";
  return percent >= 99 ? "late" : "down";
}
