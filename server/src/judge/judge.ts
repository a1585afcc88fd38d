import type { Monitor, Signal } from "../model/index.ts";
import { acknowledge } from "./acknowledge.ts";
import { configure } from "./configure.ts";
import { effectiveDeadline } from "./effective-deadline.ts";
import { judgeAlarm } from "./judge-alarm.ts";
import { judgePing } from "./judge-ping.ts";
import { judgeProbe } from "./judge-probe.ts";
import type { JudgeContext, Judgement } from "./judgement.ts";
import { type Passed, passTime, reasonToWait } from "./pass-time.ts";
import { pause } from "./pause.ts";
import { probeNow } from "./probe-now.ts";
import { remove } from "./remove.ts";
import { resolve } from "./resolve.ts";
import { resume } from "./resume.ts";
import type { Refusal, Verdict } from "./verdict.ts";

/**
 * Judges what a signal makes of a monitor: the only place where a status changes.
 *
 * | status | success | fail | silence past the deadline       | pause  | resume  |
 * | ------ | ------- | ---- | ------------------------------- | ------ | ------- |
 * | new    | up      | down | down, if anything was expected  | paused | refused |
 * | up     | up      | down | down                            | paused | refused |
 * | down   | up      | down | down                            | paused | refused |
 * | paused | up      | down | paused                          | paused | new     |
 *
 * An alarm has its own column: firing is down, resolved is up, from any status; its own end, if it has one, is up.
 * A probe's ok is a success and its error a fail, but neither ends a pause, and `asleep` changes nothing.
 * Fails below `failuresToDown` count as heard (up), successes below `successesToUp` leave a monitor down. A start and a
 * log line change no status.
 *
 * 1. Time passes first: a deadline that nobody swept makes the monitor down since that deadline.
 * 2. Then the signal is judged on what time has left. So a late success gives two transitions, down and up.
 *
 * Total and deterministic: no clock, no chance, nothing from outside. It never works at an earlier time than the last
 * signal's, whatever the clocks of several processes say.
 */
export function judge(monitor: Monitor, signal: Signal, context: JudgeContext): Judgement {
  const now = Math.max(context.now, monitor.state.lastSignalAt);
  const passed = passTime(monitor, now, context.gaps);
  const verdict = judgeSignal(passed, signal, { now, gaps: context.gaps });
  if (typeof verdict === "string") return { kind: "refused", code: verdict };
  const transitions = [passed.transition, verdict.transition].filter((transition) => transition !== null);
  return {
    kind: "judged",
    next: verdict.monitor,
    transitions,
    ping: verdict.ping,
    lookAgainAt: verdict.monitor === null ? null : effectiveDeadline(verdict.monitor, context.gaps).at,
    reason: verdict.reason,
  };
}

function judgeSignal(passed: Passed, signal: Signal, { now, gaps }: JudgeContext): Verdict | Refusal {
  const { monitor } = passed;
  switch (signal.type) {
    case "time": {
      const reason = passed.transition?.reason ?? reasonToWait(monitor, now, gaps);
      return { monitor, transition: null, ping: null, reason };
    }
    case "ping":
      return judgePing(monitor, signal, now);
    case "alarm":
      return judgeAlarm(monitor, signal, now);
    case "resolve":
      return resolve(monitor, signal, now);
    case "probe":
      return judgeProbe(monitor, signal, now);
    case "probe-now":
      return probeNow(monitor, signal.actor, now);
    case "pause":
      return pause(monitor, signal.actor, now);
    case "resume":
      return resume(monitor, signal.actor, now);
    case "acknowledge":
      return acknowledge(monitor, signal, now);
    case "configure":
      return configure(monitor, signal, now);
    case "delete":
      return remove(monitor, signal.actor, now);
  }
}
