import type { ProbeResult } from "../../../api/monitor-reads.ts";

/** The phases of a probe in their order; `rest` is what is left of the whole. */
export const PHASES = [
  { name: "dns", label: "Name look-up", key: "dnsMs" },
  { name: "connect", label: "Connect", key: "connectMs" },
  { name: "tls", label: "TLS", key: "tlsMs" },
  { name: "wait", label: "First byte", key: "firstByteMs" },
  { name: "rest", label: "Rest", key: null },
] as const;
type PhaseName = (typeof PHASES)[number]["name"];

/** How long each phase of one probe took, in milliseconds. */
export type PhaseTimes = Readonly<Record<PhaseName, number>>;

/** One probe on the chart. */
export interface TimedResult {
  readonly n: number;
  readonly at: number;
  readonly verdict: ProbeResult["verdict"];
  readonly reason: string;
  readonly totalMs: number;
  readonly phases: PhaseTimes;
}

/** The results since then, oldest first. */
export function resultsSince(results: readonly ProbeResult[], fromAt: number): readonly TimedResult[] {
  return results
    .map(({ n, at, verdict, reason, timings }) => ({
      n,
      at: Date.parse(at),
      verdict,
      reason,
      totalMs: timings.totalMs,
      phases: phasesOf(timings),
    }))
    .filter(({ at }) => at >= fromAt)
    .sort((a, b) => a.at - b.at || a.n - b.n);
}

/** Phases that never took any time, such as TLS over plain http, are left out. */
export function usedPhases(results: readonly TimedResult[]): readonly (typeof PHASES)[number][] {
  return PHASES.filter(({ name }) => results.some(({ phases }) => phases[name] >= 0.05));
}

/** Columns of a stacked chart: times, then for each phase the sum of it and of all before it. */
export interface StackedTimes {
  readonly at: readonly number[];
  readonly sums: Readonly<Record<PhaseName, readonly (number | null)[]>>;
}

/** Stacks the phases; where nothing was measured for longer than `gapMs` the columns are empty, so that no line bridges it. */
export function stackTimes(results: readonly TimedResult[], gapMs: number): StackedTimes {
  const points = results.flatMap((result, index) => {
    const before = results[index - 1];
    const isAfterGap = before !== undefined && result.at - before.at > gapMs;
    return isAfterGap ? [{ at: before.at + 1, phases: null }, result] : [result];
  });
  const sums: Record<PhaseName, (number | null)[]> = { dns: [], connect: [], tls: [], wait: [], rest: [] };
  for (const { phases } of points) {
    let sum = 0;
    for (const { name } of PHASES) {
      sum += phases?.[name] ?? 0;
      sums[name].push(phases === null ? null : sum);
    }
  }
  return { at: points.map(({ at }) => at), sums };
}

/** The middle of some numbers; null when there are none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? null;
  const before = sorted[sorted.length / 2 - 1];
  return middle === null || before === undefined || sorted.length % 2 === 1 ? middle : (middle + before) / 2;
}

function phasesOf(timings: ProbeResult["timings"]): PhaseTimes {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = timings;
  const known = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0) + (firstByteMs ?? 0);
  return {
    dns: dnsMs ?? 0,
    connect: connectMs ?? 0,
    tls: tlsMs ?? 0,
    wait: firstByteMs ?? 0,
    rest: Math.max(0, totalMs - known),
  };
}
