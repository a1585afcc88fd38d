import { type Actor, actorName, type Monitor, type Reason } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import type { Refusal, Verdict } from "./verdict.ts";

/** Ends an alarm by hand, for a source that will not say its end. If it still fires, its next report opens it again. */
export function resolve(
  monitor: Monitor,
  command: { readonly actor: Actor; readonly note?: string | undefined },
  now: number,
): Verdict | Refusal {
  const { config, state } = monitor;
  if (config.kind !== "alarm") return "not_an_alarm";
  if (state.status !== "down") return "not_firing";
  const alarm = state.alarm && { ...state.alarm, endsAt: null, endsAfterMs: null };
  const reason: Reason = {
    code: "resolved",
    text: `Resolved by ${actorName(command.actor)}${command.note ? `: ${command.note}` : ""}.`,
  };
  const ended: Monitor = { ...monitor, state: { ...state, alarm, lastSignalAt: now } };
  return { ...changeStatus(ended, { to: "up", at: now, reason }), ping: null, reason };
}
