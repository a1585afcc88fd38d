import { type Actor, actorName, type Monitor } from "../model/index.ts";
import type { Verdict } from "./verdict.ts";

/** Notes who takes care of an outage. The first one counts; acknowledging again changes nothing. */
export function acknowledge(
  monitor: Monitor,
  command: { readonly actor: Actor; readonly note?: string | undefined },
  now: number,
): Verdict | "not_down" {
  const { incident } = monitor.state;
  if (incident === null) return "not_down";
  if (incident.acknowledgedAt !== null) {
    const text = `It was acknowledged already by ${incident.acknowledgedBy}.`;
    return { monitor, transition: null, ping: null, reason: { code: "acknowledged", text } };
  }
  const acknowledged: Monitor = {
    ...monitor,
    state: {
      ...monitor.state,
      incident: { ...incident, acknowledgedAt: now, acknowledgedBy: actorName(command.actor) },
      lastSignalAt: now,
    },
  };
  const text = `Acknowledged by ${actorName(command.actor)}${command.note ? `: ${command.note}` : ""}.`;
  return { monitor: acknowledged, transition: null, ping: null, reason: { code: "acknowledged", text } };
}
