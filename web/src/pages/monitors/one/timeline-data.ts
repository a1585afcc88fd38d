import type { Incident, Run } from "../../../api/monitor-reads.ts";
import { formatDuration } from "../../../lib/durations.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back the timeline can go. */
export const RANGES = [
  { name: "3h", label: "3 hours", ms: 3 * HOUR },
  { name: "24h", label: "24 hours", ms: DAY },
  { name: "7d", label: "7 days", ms: 7 * DAY },
  { name: "30d", label: "30 days", ms: 30 * DAY },
  { name: "90d", label: "90 days", ms: 90 * DAY },
] as const;
export type Range = (typeof RANGES)[number];

/** The range of this name; a day when there is none. */
export function rangeOf(name: string | undefined): Range {
  return RANGES.find((range) => range.name === name) ?? RANGES[1];
}

/** One run where it stands on the timeline. */
export interface RunMark {
  readonly n: number;
  /** Where it stands: its end, or its start while there is no end. */
  readonly at: number;
  readonly durationMs: number | null;
  readonly outcome: Run["outcome"];
  readonly exitStatus: number | null;
}

/** One outage; `toAt` null: it is not over. */
export interface Outage {
  readonly n: number;
  readonly fromAt: number;
  readonly toAt: number | null;
  readonly why: string;
}

/** The runs since then, oldest first; one under way is as long as it has lasted. */
export function runsSince(runs: readonly Run[], fromAt: number, now: number): readonly RunMark[] {
  return runs
    .map((run) => {
      const startedAt = run.startedAt === null ? null : Date.parse(run.startedAt);
      const isRunning = run.outcome === "running" && startedAt !== null;
      return {
        n: run.pingN,
        at: run.endedAt !== null ? Date.parse(run.endedAt) : (startedAt ?? now),
        durationMs: isRunning ? Math.max(0, now - startedAt) : run.durationMs,
        outcome: run.outcome,
        exitStatus: run.exitStatus,
      };
    })
    .filter(({ at }) => at >= fromAt)
    .sort((a, b) => a.at - b.at || a.n - b.n);
}

/** The outages that touch the time since then, oldest first. */
export function outagesSince(incidents: readonly Incident[], fromAt: number): readonly Outage[] {
  return incidents
    .map(({ n, openedAt, closedAt, openedFor }) => ({
      n,
      fromAt: Date.parse(openedAt),
      toAt: closedAt === null ? null : Date.parse(closedAt),
      why: openedFor.text,
    }))
    .filter(({ toAt }) => toAt === null || toAt >= fromAt)
    .sort((a, b) => a.fromAt - b.fromAt);
}

/** What the timeline shows, in a sentence. */
export function summarizeRuns(runs: readonly RunMark[]): string | null {
  const failed = runs.filter(({ outcome }) => outcome === "fail").length;
  const unfinished = runs.filter(({ outcome }) => outcome === "unfinished").length;
  const longest = Math.max(0, ...runs.map(({ durationMs }) => durationMs ?? 0));
  if (runs.length === 0) return null;
  return [
    count(runs.length, "run", "runs"),
    failed > 0 && `${failed} failed`,
    unfinished > 0 && `${unfinished} without an end`,
    longest > 0 && `the longest took ${formatDuration(longest)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** How many outages there were since then and how long they were in all. */
export function summarizeOutages(outages: readonly Outage[], fromAt: number, now: number): string {
  if (outages.length === 0) return "no outage";
  // The page's time goes in steps: what has just begun may lie ahead of it.
  const lengths = outages.map((outage) => Math.max(0, (outage.toAt ?? now) - Math.max(outage.fromAt, fromAt)));
  const downMs = lengths.reduce((sum, length) => sum + length, 0);
  return `${count(outages.length, "outage", "outages")}, ${formatDuration(downMs)} in all`;
}

/** The outage at an instant, if there was one. */
export function outageAt(outages: readonly Outage[], at: number): Outage | null {
  return outages.findLast(({ fromAt, toAt }) => at >= fromAt && (toAt === null || at <= toAt)) ?? null;
}

const OUTCOMES: Readonly<Record<RunMark["outcome"], string>> = {
  success: "success",
  fail: "fail",
  running: "under way",
  unfinished: "nobody told its end",
};

/** The name of an outcome in words. */
export function outcomeWord({ outcome, exitStatus }: Pick<RunMark, "outcome" | "exitStatus">): string {
  return exitStatus === null || exitStatus === 0
    ? OUTCOMES[outcome]
    : `${OUTCOMES[outcome]}, exit status ${exitStatus}`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
