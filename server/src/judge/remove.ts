import { type Actor, actorName, type Monitor, type Reason } from "../model/index.ts";
import { makeTransition } from "./change-status.ts";
import type { Verdict } from "./verdict.ts";

/** Deletes a monitor. If it is down, the targets that keep its incident open must hear that it has ended. */
export function remove({ state, ...monitor }: Monitor, actor: Actor, now: number): Verdict {
  const reason: Reason = { code: "deleted", text: `Deleted by ${actorName(actor)}.` };
  const { incident } = state;
  const transition =
    incident === null ? null : makeTransition({ ...monitor, state }, { to: "deleted", at: now, reason, incident });
  return { monitor: null, transition, ping: null, reason };
}
