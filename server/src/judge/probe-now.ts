import { type Actor, actorName, type Monitor, type Reason } from "../model/index.ts";
import type { Refusal, Verdict } from "./verdict.ts";

/** Lets a probe look now: it changes nothing but when the next look is due. What is paused stays unwatched until it is resumed. */
export function probeNow(monitor: Monitor, actor: Actor, now: number): Verdict | Refusal {
  if (monitor.config.kind !== "probe") return "not_a_probe";
  if (monitor.state.status === "paused") return "paused";
  const reason: Reason = { code: "probe-now", text: `${actorName(actor)} wants a look now.` };
  const next: Monitor = { ...monitor, state: { ...monitor.state, lastSignalAt: now } };
  return { monitor: next, transition: null, ping: null, reason };
}
