import type { Monitor, StoredStatus, StoredTransition } from "../model/index.ts";

/** A stretch in which a monitor was down. */
export interface Outage {
  readonly fromAt: number;
  /** Null: it lasts. */
  readonly toAt: number | null;
  /** What ended it; null while it lasts. */
  readonly endedBy: Exclude<StoredStatus, "down"> | null;
}

type Change = Pick<StoredTransition, "at" | "from" | "to" | "incidentOpenedAt">;

/**
 * The outages that a monitor's changes tell, oldest first. One that began before the first of them is told from its true
 * beginning, which the changes of an incident carry. A change of severity ends nothing.
 */
export function outagesOf(
  changes: readonly Change[],
  { status, statusSinceAt, incident }: Pick<Monitor["state"], "status" | "statusSinceAt" | "incident">,
): readonly Outage[] {
  const outages: Outage[] = [];
  let openedAt: number | null = null;
  for (const change of changes) {
    const { at, from, to, incidentOpenedAt } = change;
    if (from === "down" && to !== "down") {
      outages.push({ fromAt: openedAt ?? incidentOpenedAt ?? at, toAt: at, endedBy: to });
      openedAt = null;
    }
    if (to === "down") openedAt ??= incidentOpenedAt ?? at;
  }
  if (status === "down") {
    outages.push({ fromAt: openedAt ?? incident?.openedAt ?? statusSinceAt, toAt: null, endedBy: null });
  }
  return outages;
}
