import { type Actor, actorName, type Monitor, type Reason } from "../model/index.ts";
import { changeStatus } from "./change-status.ts";
import type { Verdict } from "./verdict.ts";

/** Makes a paused monitor new again: it may stay silent until it is heard, unless its first signal is still to come. */
export function resume(monitor: Monitor, actor: Actor, now: number): Verdict | "not_paused" {
  const { config, state } = monitor;
  if (state.status !== "paused") return "not_paused";
  const firstAt = config.expectFirstByAt;
  const fresh: Monitor = {
    ...monitor,
    state: {
      ...state,
      lastPingAt: null,
      startedAt: null,
      startedRunId: null,
      expectedAt: firstAt !== null && firstAt > now ? firstAt : null,
      lastSignalAt: now,
    },
  };
  const reason: Reason = { code: "resumed", text: `Resumed by ${actorName(actor)}.` };
  return { ...changeStatus(fresh, { to: "new", at: now, reason }), ping: null, reason };
}
