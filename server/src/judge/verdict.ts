import type { JudgedPing, Monitor, Reason, Transition } from "../model/index.ts";

/** What one rule makes of a monitor. */
export interface Verdict {
  /** Null: the monitor is deleted. */
  readonly monitor: Monitor | null;
  readonly transition: Transition | null;
  readonly ping: JudgedPing | null;
  readonly reason: Reason;
}

/** Why a command is refused: the code of its error. */
export type Refusal =
  | "not_paused"
  | "not_down"
  | "not_a_probe"
  | "paused"
  | "not_an_alarm"
  | "not_firing"
  | "too_many_tags";
