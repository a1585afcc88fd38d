import type { Monitor, Pill, PillOutcome, Ping, ProbeVerdict, StoredTransition } from "../../model/index.ts";
import type { WatchPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { loadMonitorsById } from "./load-monitors.ts";
import { readPings, readResults, readTransitions } from "./log-lines.ts";

/** So many monitors are read at a time. */
const PARALLEL = 16;
const PROBE_OUTCOMES: Readonly<Record<ProbeVerdict, PillOutcome>> = { ok: "success", error: "fail", asleep: "asleep" };
const MISSED: readonly string[] = ["silence", "run-too-long", "first-ping-missing"];
const NEWEST = { before: Number.MAX_SAFE_INTEGER } as const;

/** The parts of the watch port that tell of many monitors at once. */
export function createPills(deps: DynamoDeps): Pick<WatchPort, "pills" | "statusChanges"> {
  return {
    async pills(monitorIds, count) {
      const monitors = await loadMonitorsById(deps, deps.port, monitorIds);
      const pillsOf = async (id: string): Promise<readonly Pill[]> => {
        const monitor = monitors.get(id);
        const pills = monitor ? await lastPills(deps, monitor, count) : [];
        return pills
          .toReversed()
          .sort((a, b) => a.at - b.at)
          .slice(-count);
      };
      return await ofEach(monitorIds, pillsOf);
    },
    async statusChanges(monitorIds, sinceAt) {
      return await ofEach(monitorIds, async (id) => {
        const changes = await readTransitions(deps, id, { ...NEWEST, limit: Number.POSITIVE_INFINITY, sinceAt });
        return changes.map(({ at, from, to }) => ({ at, from, to })).toReversed();
      });
    },
  };
}

async function ofEach<Told>(
  ids: readonly string[],
  tell: (id: string) => Promise<Told>,
): Promise<Readonly<Record<string, Told>>> {
  const told = new Map<string, Told>();
  await inParallel(ids, PARALLEL, async (id) => void told.set(id, await tell(id)));
  return Object.fromEntries(told);
}

/**
 * A heartbeat shows its success and fail pings and the deadlines that passed in silence, a probe its results, an alarm
 * what it said.
 */
async function lastPills(deps: DynamoDeps, { id, config }: Monitor, limit: number): Promise<readonly Pill[]> {
  if (config.kind === "probe") {
    const results = await readResults(deps, id, { ...NEWEST, limit });
    return results.map(({ at, verdict, reason, timings }) => {
      const told = verdict === "ok" ? null : reason;
      return { outcome: PROBE_OUTCOMES[verdict], at, durationMs: timings.totalMs, reason: told };
    });
  }
  if (config.kind === "alarm") {
    // A change of severity is no result of its own.
    const wants = ({ from, to }: StoredTransition) => from !== to && (to === "up" || to === "down");
    const changes = await readTransitions(deps, id, { ...NEWEST, limit, wants });
    return changes.map(({ at, to, reason }) => {
      return { outcome: to === "up" ? "success" : "fail", at, durationMs: null, reason: reason.text };
    });
  }
  const wantsEnd = ({ kind }: Ping) => kind === "success" || kind === "fail";
  const ends = await readPings(deps, id, { ...NEWEST, limit, wants: wantsEnd });
  // What was missed before the oldest of them is not shown.
  const sinceAt = ends.length < limit ? 0 : (ends.at(-1)?.at ?? 0);
  const wants = ({ reason }: StoredTransition) => MISSED.includes(reason.code);
  const missed = await readTransitions(deps, id, { ...NEWEST, limit, sinceAt, wants });
  return [
    ...ends.map(pillOf),
    ...missed.map(({ at, reason }) => ({ outcome: "missed" as const, at, durationMs: null, reason: reason.text })),
  ];
}

function pillOf({ kind, at, durationMs, exitStatus }: Ping): Pill {
  if (kind !== "fail") return { outcome: "success", at, durationMs, reason: null };
  return { outcome: "fail", at, durationMs, reason: exitStatus === null ? null : `exit status ${exitStatus}` };
}
