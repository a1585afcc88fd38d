import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { plainText } from "../plain-text.ts";
import { renderPairs } from "../render-table.ts";
import type { MonitorAnswer } from "./monitor-answer.ts";

/** One monitor as lines for people. */
export function renderMonitor(context: Pick<CliContext, "clock">, monitor: MonitorAnswer): readonly string[] {
  const now = context.clock.now();
  const when = (iso: string | null): string => (iso === null ? "-" : `${iso} (${renderWhen(iso, now)})`);
  return renderPairs([
    ["name", monitor.name],
    ["status", `${monitor.status}${monitor.started ? ", running" : ""}, since ${when(monitor.statusSince)}`],
    ["id", monitor.id],
    ["slug", monitor.slug ?? "-"],
    ["schedule", renderSchedule(monitor.schedule)],
    [
      monitor.kind === "probe" ? "last look" : "last ping",
      `${when(monitor.lastPingAt)}, ${monitor.pingCount} recorded`,
    ],
    ...duePairs(monitor, when),
    ["topics", monitor.topics.join(", ") || "none: nobody is told"],
    ["severity", monitor.severity],
    ["tags", monitor.tags.join(" ") || "-"],
    ["description", monitor.description || "-"],
    targetOf(monitor),
  ]);
}

function duePairs(
  { kind, expectedAt, deadlineAt, nextProbeAt = null }: MonitorAnswer,
  when: (iso: string | null) => string,
): readonly (readonly [string, string])[] {
  if (kind === "probe") return [["next look", when(nextProbeAt)]];
  return [
    ["expected", when(expectedAt)],
    ["deadline", when(deadlineAt)],
  ];
}

/** What a probe looks at, or where a heartbeat is pinged. */
function targetOf({ kind, probe, pingUrl }: MonitorAnswer): readonly [string, string] {
  if (!probe) return ["ping URL", kind === "heartbeat" ? (pingUrl ?? "shown to keys that may write") : "-"];
  const { type, url, host, port, name } = probe;
  const target = url ?? (host === undefined ? (name ?? "") : `${host}:${port}`);
  return ["looks at", `${type} ${plainText(target)}`];
}

/** The schedule on one line. */
function renderSchedule(schedule: MonitorAnswer["schedule"]): string {
  if (schedule === null) return "none: nobody expects an alarm";
  const { type, periodSeconds, expression, timezone, graceSeconds, allowedMisses } = schedule;
  const due =
    type === "period"
      ? `every ${renderSeconds(Number(periodSeconds))}`
      : `${type} ${plainText(String(expression))} (${String(timezone)})`;
  const misses = allowedMisses === 0 ? "" : `, ${allowedMisses} allowed misses`;
  return `${due}, grace ${renderSeconds(graceSeconds)}${misses}`;
}

/** Exact, as it can be typed again: `1h30m`. */
function renderSeconds(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", 86_400],
    ["h", 3_600],
    ["m", 60],
    ["s", 1],
  ];
  let rest = seconds;
  let text = "";
  for (const [unit, size] of units) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text === "" ? "0s" : text;
}
