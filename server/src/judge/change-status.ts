import {
  type Gap,
  type Monitor,
  type OpenIncident,
  type Reason,
  type StoredStatus,
  severityOf,
  type Transition,
  type TransitionTo,
} from "../model/index.ts";
import { withDeadline } from "./with-deadline.ts";

/** What changes the status, and when. */
interface StatusChange {
  readonly to: StoredStatus;
  readonly at: number;
  readonly reason: Reason;
  readonly gaps?: readonly Gap[];
}

/** Moves a monitor to another status: opens its incident or closes it, and sets what is expected of it next. */
export function changeStatus(
  monitor: Monitor,
  { to, at, reason, gaps = [] }: StatusChange,
): { readonly monitor: Monitor; readonly transition: Transition } {
  const { state } = monitor;
  const opened = to === "down" ? openIncident(state.incidentCount + 1, at) : null;
  const transition = makeTransition(monitor, { to, at, reason, gaps, incident: opened ?? state.incident });
  const changed: Monitor = {
    ...monitor,
    state: {
      ...state,
      status: to,
      statusSinceAt: at,
      successesInRow: 0,
      incident: opened,
      incidentCount: opened?.n ?? state.incidentCount,
    },
  };
  return { monitor: withDeadline(changed), transition };
}

/** The record of a change; the incident is the one that it opens, ends or belongs to. */
export function makeTransition(
  monitor: Monitor,
  change: {
    readonly to: TransitionTo;
    readonly at: number;
    readonly reason: Reason;
    readonly gaps?: readonly Gap[];
    readonly incident: OpenIncident | null;
  },
): Transition {
  return {
    from: monitor.state.status,
    to: change.to,
    severity: severityOf(monitor),
    at: change.at,
    reason: change.reason,
    incident: change.incident?.n ?? null,
    incidentOpenedAt: change.incident?.openedAt ?? null,
    gaps: change.gaps ?? [],
  };
}

function openIncident(n: number, openedAt: number): OpenIncident {
  return { n, openedAt, acknowledgedAt: null, acknowledgedBy: null };
}
