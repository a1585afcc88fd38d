import { type Actor, actorName, type Monitor, type Reason } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import type { Verdict } from "./verdict.ts";

/** Pauses a monitor of any status: time no longer acts on it, its run and its incident are over. Pausing twice is fine. */
export function pause(monitor: Monitor, actor: Actor, now: number): Verdict {
  const { state } = monitor;
  const quiet: Monitor = {
    ...monitor,
    state: { ...state, startedAt: null, startedRunId: null, failuresInRow: 0, successesInRow: 0, lastSignalAt: now },
  };
  if (state.status === "paused") {
    return { monitor: quiet, transition: null, ping: null, reason: { code: "paused", text: "It was paused already." } };
  }
  const reason: Reason = { code: "paused", text: `Paused by ${actorName(actor)}.` };
  return { ...changeStatus(quiet, { to: "paused", at: now, reason }), ping: null, reason };
}
