import { CircleCheck, Siren, UserCheck } from "lucide-react";
import type { Incident } from "../../api/incidents.ts";
import { Badge } from "../../ui/badge.tsx";

/** How an incident stands: open, acknowledged by somebody, or over. */
export function IncidentBadge({ incident }: { readonly incident: Pick<Incident, "state" | "acknowledgedAt"> }) {
  if (incident.state === "closed") return <Badge icon={CircleCheck}>Over</Badge>;
  if (incident.acknowledgedAt !== null) {
    return (
      <Badge tone="late" icon={UserCheck}>
        Acknowledged
      </Badge>
    );
  }
  return (
    <Badge tone="down" icon={Siren}>
      Open
    </Badge>
  );
}
