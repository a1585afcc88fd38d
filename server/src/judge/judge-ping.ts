import type { JudgedPing, Monitor, MonitorState, PingSignal, Reason, StoredStatus } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import { classifyPing, type PingClass } from "./classify-ping.ts";
import { endRun } from "./end-run.ts";
import type { Verdict } from "./verdict.ts";
import { withDeadline } from "./with-deadline.ts";

/** Judges one ping. Every ping is counted; only a success or a fail changes the status. */
export function judgePing(monitor: Monitor, signal: PingSignal, now: number): Verdict {
  const seen = classifyPing(monitor, signal);
  const counted = withState(monitor, { pingCount: monitor.state.pingCount + 1, lastSignalAt: now });
  const { exitStatus, runId } = signal;
  const ping = { n: counted.state.pingCount, at: now, kind: seen.kind, exitStatus, runId, durationMs: null };
  switch (seen.kind) {
    case "ignored":
    case "log":
      return { monitor: counted, transition: null, ping, reason: { code: seen.code, text: `${seen.text}.` } };
    case "start": {
      const started = withDeadline(withState(counted, { startedAt: now, startedRunId: runId }));
      return { monitor: started, transition: null, ping, reason: { code: seen.code, text: `${seen.text}.` } };
    }
    case "success":
    case "fail":
      return judgeEnd(counted, { ...seen, kind: seen.kind }, ping, now);
  }
}

/** Judges a success or a fail: both end runs and count as heard, from which the schedule goes on. */
function judgeEnd(
  monitor: Monitor,
  seen: PingClass & { readonly kind: "success" | "fail" },
  ping: JudgedPing,
  now: number,
): Verdict {
  const run = endRun(monitor, { kind: seen.kind, runId: ping.runId }, now);
  const heard = withState(monitor, { ...run, lastPingAt: now, ...countInRow(monitor, seen.kind) });
  const { to, reason } = seen.kind === "success" ? afterSuccess(heard, seen) : afterFail(heard, seen);
  const measured: JudgedPing = { ...ping, durationMs: run.lastDurationMs };
  if (to === monitor.state.status) {
    return { monitor: withDeadline(heard), transition: null, ping: measured, reason };
  }
  const changed = changeStatus(heard, { to, at: now, reason });
  return { monitor: changed.monitor, transition: changed.transition, ping: measured, reason };
}

/** A success ends a row of fails and the other way round; every change of status starts the row of successes anew. */
export function countInRow({ state }: Monitor, kind: "success" | "fail"): Partial<MonitorState> {
  return kind === "fail"
    ? { failureCount: state.failureCount + 1, failuresInRow: state.failuresInRow + 1, successesInRow: 0 }
    : { failuresInRow: 0, successesInRow: state.successesInRow + 1 };
}

/** Which rule speaks, and the beginning of its sentence. */
type Seen = Pick<PingClass, "code" | "text">;

/** The status that follows, and why. */
interface Outcome {
  readonly to: StoredStatus;
  readonly reason: Reason;
}

/** What a success makes of a monitor that has counted it. */
export function afterSuccess({ config, state }: Monitor, seen: Seen): Outcome {
  if (state.status === "down" && state.successesInRow < config.successesToUp) {
    const count = `${state.successesInRow} of ${config.successesToUp} successes in a row`;
    return { to: "down", reason: { code: "success-counted", text: `${seen.text}; that is ${count}.` } };
  }
  if (state.status === "new")
    return { to: "up", reason: { code: "first-ping", text: `${seen.text}; the monitor was new.` } };
  return { to: "up", reason: { code: seen.code, text: `${seen.text}.` } };
}

/** What a fail makes of a monitor that has counted it. */
export function afterFail({ config, state }: Monitor, seen: Seen): Outcome {
  if (state.status === "down" || state.failuresInRow >= config.failuresToDown) {
    return { to: "down", reason: { code: seen.code, text: `${seen.text}.` } };
  }
  const count = `${state.failuresInRow} of ${config.failuresToDown} failures in a row`;
  return { to: "up", reason: { code: "fail-counted", text: `${seen.text}; that is ${count}.` } };
}

function withState(monitor: Monitor, patch: Partial<MonitorState>): Monitor {
  return { ...monitor, state: { ...monitor.state, ...patch } };
}
