import type { Incident, Reason, Severity, StoredStatus, Transition } from "../../model/index.ts";
import type { Item, Key } from "./item.ts";
import { monitorKey, sortable } from "./keys.ts";
import { KEPT_TRANSITIONS_MS, lineNumber, timeToLive } from "./log-items.ts";

/** What is kept of an incident; the rest follows from its monitor. */
export type StoredIncident = Omit<Incident, "id" | "monitorName" | "monitorKind">;

/** The key of a monitor's n-th incident. */
export function incidentKey(monitorId: string, n: number): Key {
  return { pk: monitorKey(monitorId).pk, sk: `INCIDENT#${sortable(n)}` };
}

/** Where the notes of an incident stand. */
export function notesPrefix(n: number): string {
  return `NOTE#${sortable(n)}#`;
}

/** Where a project's incidents are listed, newest last. */
export function incidentsPartition(projectId: string, state: "open" | "closed"): string {
  return `PROJECT#${projectId}#INCIDENTS#${state}`;
}

/** The item of an incident; `place` is where it stands in lists, the same from its opening to its end. */
export function incidentItem(incident: StoredIncident, place: string): Item {
  const { monitorId, n, projectId, closed, ...rest } = incident;
  return {
    ...incidentKey(monitorId, n),
    projectId,
    j: JSON.stringify({ ...rest, closed }),
    g1pk: incidentsPartition(projectId, closed === null ? "open" : "closed"),
    g1sk: place,
    ttl: closed === null ? undefined : timeToLive(closed.at + KEPT_TRANSITIONS_MS),
  };
}

/** Reads an incident. */
export function incidentFromItem(item: Item): StoredIncident {
  const rest: Omit<StoredIncident, "monitorId" | "n" | "projectId"> = JSON.parse(String(item.j));
  const monitorId = item.pk.slice("MONITOR#".length);
  return { ...rest, monitorId, n: lineNumber(item), projectId: String(item.projectId) };
}

/** An incident as a transition opens it. */
export function openedBy(
  transition: Transition,
  of: { readonly projectId: string; readonly monitorId: string; readonly n: number },
): StoredIncident {
  const { severity, at, reason, incidentOpenedAt } = transition;
  return {
    ...of,
    severity,
    openedAt: incidentOpenedAt ?? at,
    openedFor: reason,
    closed: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
}

/** An incident after a transition that began in it. */
export function changedBy(
  incident: StoredIncident,
  { to, severity, at, reason }: { to: StoredStatus; severity: Severity; at: number; reason: Reason },
): StoredIncident {
  return to === "down" ? { ...incident, severity } : { ...incident, closed: { at, to, reason } };
}
