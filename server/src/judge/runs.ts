import type { Ping } from "../model/index.ts";

export const RUN_OUTCOMES = ["running", "success", "fail", "unfinished"] as const;
/** `running`: its start is the newest one and its end may still come. `unfinished`: nobody told its end. */
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What lies between a start and its end. */
export interface Run {
  /** Null: the end came without a start. */
  readonly startedAt: number | null;
  /** Null: it has not ended, or nobody told. */
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly outcome: RunOutcome;
  readonly runId: string | null;
  readonly exitStatus: number | null;
  /** The ping that ended it, or else the one that started it. */
  readonly pingN: number;
}

type RunPing = Pick<Ping, "n" | "at" | "kind" | "runId" | "exitStatus">;

/**
 * The runs that recorded pings tell of, newest first. A start and an end belong together when their run ids are the same,
 * or when neither has one; runs that overlap are told apart only by their ids. A second start of the same id begins a new
 * run, and the one before it stays unfinished. `openAt` is the start that the monitor still waits for.
 */
export function runsOf(pings: readonly RunPing[], openAt: number | null): readonly Run[] {
  const open = new Map<string | null, RunPing>();
  const runs: Run[] = [];
  for (const ping of pings.toSorted((a, b) => a.n - b.n)) {
    if (ping.kind === "log" || ping.kind === "ignored") continue;
    const start = open.get(ping.runId);
    open.delete(ping.runId);
    if (ping.kind === "start") {
      if (start !== undefined) runs.push(withoutEnd(start, "unfinished"));
      open.set(ping.runId, ping);
      continue;
    }
    runs.push({
      startedAt: start?.at ?? null,
      endedAt: ping.at,
      durationMs: start === undefined ? null : ping.at - start.at,
      outcome: ping.kind,
      runId: ping.runId,
      exitStatus: ping.exitStatus,
      pingN: ping.n,
    });
  }
  for (const start of open.values()) runs.push(withoutEnd(start, start.at === openAt ? "running" : "unfinished"));
  return runs.toSorted((a, b) => b.pingN - a.pingN);
}

function withoutEnd({ at, runId, n }: RunPing, outcome: RunOutcome): Run {
  return { startedAt: at, endedAt: null, durationMs: null, outcome, runId, exitStatus: null, pingN: n };
}
