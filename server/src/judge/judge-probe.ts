import type { Monitor, MonitorState, ProbeSignal, Reason } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import { afterFail, afterSuccess, countInRow } from "./judge-ping.ts";
import type { Verdict } from "./verdict.ts";
import { withDeadline } from "./with-deadline.ts";

/**
 * Judges what a probe found: ok as a success, error as a fail. Asleep changes nothing, and so does a result that comes in
 * when the monitor was paused meanwhile.
 */
export function judgeProbe(monitor: Monitor, signal: ProbeSignal, now: number): Verdict {
  const counted = withState(monitor, { pingCount: monitor.state.pingCount + 1, lastSignalAt: now });
  const text = sentenceStart(signal.reason);
  const same = (reason: Reason): Verdict => ({ monitor: counted, transition: null, ping: null, reason });
  if (monitor.state.status === "paused") return same({ code: "ignored", text: `${text}; but the monitor is paused.` });
  if (signal.verdict === "asleep") return same({ code: "probe-asleep", text: `${text}.` });
  const isOk = signal.verdict === "ok";
  const lastDurationMs = Math.round(signal.timings.totalMs);
  const heard = withState(counted, {
    lastPingAt: now,
    lastDurationMs,
    ...countInRow(counted, isOk ? "success" : "fail"),
  });
  const seen = { code: isOk ? ("probe-ok" as const) : ("probe-error" as const), text };
  const { to, reason } = isOk ? afterSuccess(heard, seen) : afterFail(heard, seen);
  // An error that only counts says nothing good of a monitor that never was up.
  const isUndecided = !isOk && to === "up" && monitor.state.status === "new";
  if (to === monitor.state.status || isUndecided) {
    return { monitor: withDeadline(heard), transition: null, ping: null, reason };
  }
  return { ...changeStatus(heard, { to, at: now, reason }), ping: null, reason };
}

/** A reason as the beginning of a sentence: `Status 502, expected 2xx`. */
function sentenceStart(reason: string): string {
  const text = reason.replace(/\.+$/, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withState(monitor: Monitor, patch: Partial<MonitorState>): Monitor {
  return { ...monitor, state: { ...monitor.state, ...patch } };
}
