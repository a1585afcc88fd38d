import type { MonitorConfig, MonitorKind, Schedule } from "../model/index.ts";
import type { ProbeInput } from "../signals/probes/registry.ts";
import type { MonitorSeed } from "../store/ports.ts";

const HOUR_MS = 3_600_000;

/** What people decide about a monitor when they make it: any part of it, the rest has defaults. */
export type MonitorInput = Partial<Omit<MonitorConfig, "probe">> & { readonly probe?: ProbeInput | null | undefined };

/** The schedule of a monitor of which nothing is said: every day, an hour of grace. */
const DEFAULT_SCHEDULE: Schedule = {
  type: "period",
  periodMs: 24 * HOUR_MS,
  graceMs: HOUR_MS,
  allowedMisses: 0,
};

/** The interval of a probe of which nothing else is said. */
const DEFAULT_INTERVAL: Schedule = { type: "period", periodMs: 60_000, graceMs: 0, allowedMisses: 0 };

/** A monitor's whole configuration: what was given, and defaults for the rest. No topics: the project's default ones. */
export function completeConfig(
  input: Partial<MonitorConfig>,
  kind: MonitorKind = input.probe ? "probe" : "heartbeat",
): MonitorSeed["config"] {
  const probe = input.probe ?? null;
  return {
    name: input.name ?? input.slug ?? "unnamed",
    slug: input.slug ?? null,
    tags: input.tags ?? [],
    description: input.description ?? "",
    kind,
    schedule: input.schedule ?? (probe === null ? DEFAULT_SCHEDULE : DEFAULT_INTERVAL),
    probe,
    topics: input.topics ?? null,
    notifyOn: input.notifyOn ?? ["down", "up", "changed"],
    expectFirstByAt: input.expectFirstByAt ?? null,
    severity: input.severity ?? "error",
    filters: input.filters ?? { methods: "any", body: null },
    manualResume: input.manualResume ?? false,
    failuresToDown: input.failuresToDown ?? 1,
    successesToUp: input.successesToUp ?? 1,
  };
}
