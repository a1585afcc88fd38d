import type { Monitor } from "../model/index.ts";
import { expectedAndDeadline } from "./schedules/schedule.ts";

/** When a signal is due, and until when silence is borne. */
interface Due {
  readonly expectedAt: number | null;
  readonly deadlineAt: number | null;
}

const NEVER: Due = { expectedAt: null, deadlineAt: null };

/**
 * Sets what is expected of a monitor next, from its configuration and state alone. Every change of either ends here, so
 * that no write can leave a heartbeat that is up without a deadline. An alarm has one only while it fires, a probe never.
 * An open run binds too: it must end within the grace.
 */
export function withDeadline(monitor: Monitor): Monitor {
  const { expectedAt, deadlineAt } = dueOf(monitor);
  return { ...monitor, state: { ...monitor.state, expectedAt, deadlineAt: earlier(deadlineAt, runLimitAt(monitor)) } };
}

/** When the open run must have ended; null when none is open, or when time does not act on the monitor. */
export function runLimitAt({ config, state }: Monitor): number | null {
  if (state.startedAt === null || state.status === "down" || state.status === "paused") return null;
  return state.startedAt + config.schedule.graceMs;
}

function dueOf({ config, state }: Monitor): Due {
  // Nobody expects an alarm; one that is firing may have its own end.
  if (config.kind === "alarm") {
    return { expectedAt: null, deadlineAt: state.status === "down" ? (state.alarm?.endsAt ?? null) : null };
  }
  // We look ourselves: nobody is silent there.
  if (config.kind === "probe") return NEVER;
  switch (state.status) {
    case "down":
    case "paused":
      return NEVER;
    case "new":
      // What was expected first stays in force until it is changed: `resume` may have dropped it.
      return state.expectedAt === null
        ? NEVER
        : { expectedAt: state.expectedAt, deadlineAt: state.expectedAt + config.schedule.graceMs };
    case "up":
      return expectedAndDeadline(config.schedule, state.lastPingAt ?? state.statusSinceAt);
  }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
