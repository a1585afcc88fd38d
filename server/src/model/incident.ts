import type { MonitorKind, Severity, StoredStatus } from "./monitor.ts";
import type { Reason } from "./transition.ts";

/** One outage of a monitor, open or over. */
export interface Incident {
  readonly id: string;
  readonly projectId: string;
  readonly monitorId: string;
  /** As the monitor is called now. */
  readonly monitorName: string;
  readonly monitorKind: MonitorKind;
  /** Counts the incidents of this monitor from 1. */
  readonly n: number;
  /** As it was last. */
  readonly severity: Severity;
  readonly openedAt: number;
  readonly openedFor: Reason;
  /** Null while it is open. */
  readonly closed: { readonly at: number; readonly to: StoredStatus; readonly reason: Reason } | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** What somebody wrote down about an incident. */
export interface IncidentNote {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly text: string;
}

/** The key that all messages of one incident share. */
export function alertKeyOf(monitorId: string, n: number): string {
  return `${monitorId}:${n}`;
}
