import type { Message } from "./message.ts";
import type { Ping } from "./monitor.ts";
import type { ProbeResult } from "./probe.ts";
import type { StoredTransition } from "./transition.ts";

export const LOG_TYPES = ["ping", "result", "transition", "message"] as const;
export type LogType = (typeof LOG_TYPES)[number];

/** One line of a monitor's log. */
export type LogEntry =
  | { readonly type: "ping"; readonly at: number; readonly ping: Ping }
  | { readonly type: "result"; readonly at: number; readonly result: ProbeResult }
  | { readonly type: "transition"; readonly at: number; readonly transition: StoredTransition }
  | { readonly type: "message"; readonly at: number; readonly message: Message };

export const PILL_OUTCOMES = ["success", "fail", "missed", "asleep"] as const;
/**
 * `success`: a success ping, a probe that found all well, an alarm that was resolved. `fail`: a fail ping, a probe's
 * error, an alarm that fired. `missed`: a deadline that passed in silence. `asleep`: a task in its sleep window.
 */
export type PillOutcome = (typeof PILL_OUTCOMES)[number];

/** One of a monitor's last results, as small as a bar of them needs it. */
export interface Pill {
  readonly outcome: PillOutcome;
  readonly at: number;
  /** How long the run or the look took; null when not known. */
  readonly durationMs: number | null;
  /** Why, in words; null where the outcome says it all. */
  readonly reason: string | null;
}
