import type { Incident } from "../../api/incidents.ts";
import type { Outage } from "../../parts/outage-actions.tsx";

/** The outage that an incident is of. */
export function outageOf({ monitorId, monitorName, monitorKind, acknowledgedAt }: Incident): Outage {
  return { monitorId, monitorName, isAlarm: monitorKind === "alarm", isAcknowledged: acknowledgedAt !== null };
}
