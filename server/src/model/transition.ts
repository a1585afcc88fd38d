import type { Severity, StoredStatus } from "./monitor.ts";
import type { Gap } from "./signal.ts";

export const REASON_CODES = [
  "first-ping",
  "ignored",
  "log",
  "start",
  "success",
  "success-counted",
  "fail",
  "fail-counted",
  "exit-status",
  "body-filter",
  "method-filter",
  "silence",
  "run-too-long",
  "first-ping-missing",
  "in-time",
  "held-for-gap",
  "paused",
  "resumed",
  "configured",
  "acknowledged",
  "deleted",
  "alarm-firing",
  "alarm-resolved",
  "alarm-severity",
  "alarm-ended",
  "alarm-ignored",
  "resolved",
  "probe-ok",
  "probe-error",
  "probe-asleep",
  "probe-now",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Why something was judged so: a stable code and one sentence for people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

/** `deleted` is never stored: it tells `route` that the incident of a monitor that goes away has ended. */
export type TransitionTo = StoredStatus | "deleted";

/** A stored change of status, or of severity while down. */
export interface Transition {
  readonly from: StoredStatus;
  readonly to: TransitionTo;
  /** Severity at this moment. */
  readonly severity: Severity;
  readonly at: number;
  readonly reason: Reason;
  /** The incident this belongs to, by number; null outside an incident. */
  readonly incident: number | null;
  /** When that incident opened; null outside an incident. */
  readonly incidentOpenedAt: number | null;
  /** Our own gaps between the expected time and the deadline. */
  readonly gaps: readonly Gap[];
}

/** A transition as the store keeps it. */
export interface StoredTransition extends Transition {
  readonly to: StoredStatus;
  readonly id: string;
  readonly monitorId: string;
}
