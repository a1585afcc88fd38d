import type { Gap, JudgedPing, Monitor, Reason, Transition } from "../model/index.ts";
import type { Refusal } from "./verdict.ts";

/** What the judge may know besides the monitor and the signal. */
export interface JudgeContext {
  /** The store's time. */
  readonly now: number;
  /** Our own gaps, oldest first. */
  readonly gaps: readonly Gap[];
}

/** What a signal makes of a monitor. */
export type Judgement =
  | {
      readonly kind: "judged";
      /** Null: the monitor is deleted. */
      readonly next: Monitor | null;
      readonly transitions: readonly Transition[];
      /** What to record in the ping log; null for a signal that is no ping. */
      readonly ping: JudgedPing | null;
      /** When time should be asked next: the effective deadline; null: never. */
      readonly lookAgainAt: number | null;
      readonly reason: Reason;
    }
  | { readonly kind: "refused"; readonly code: Refusal };
