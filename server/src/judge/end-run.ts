import type { Monitor, MonitorState } from "../model/index.ts";

const NO_RUN = { startedAt: null, startedRunId: null } as const;

/** What a success or a fail does to the open run. Only the newest start is remembered. */
export function endRun(
  monitor: Monitor,
  end: { readonly kind: "success" | "fail"; readonly runId: string | null },
  now: number,
): Pick<MonitorState, "startedAt" | "startedRunId" | "lastDurationMs"> {
  const { startedAt, startedRunId } = monitor.state;
  if (startedAt === null) return { ...NO_RUN, lastDurationMs: null };
  // Without ids on both sides start and end belong together; with ids only the same one does.
  if (startedRunId === end.runId) return { ...NO_RUN, lastDurationMs: now - startedAt };
  const stays = end.kind === "success" && end.runId !== null && !isToldOverdue(monitor, startedAt, now);
  return stays ? { startedAt, startedRunId, lastDurationMs: null } : { ...NO_RUN, lastDurationMs: null };
}

/**
 * True for a run that outlived its grace while the monitor was down or paused. That was told, or muted: if it went on
 * binding, the success of another run would bring the monitor up for no time at all.
 */
function isToldOverdue({ config, state }: Monitor, startedAt: number, now: number): boolean {
  return (state.status === "down" || state.status === "paused") && startedAt + config.schedule.graceMs <= now;
}
