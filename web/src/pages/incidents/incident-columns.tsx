import { Link } from "@tanstack/react-router";
import type { Incident } from "../../api/incidents.ts";
import { PATHS } from "../../lib/paths.ts";
import { OutageActions } from "../../parts/outage-actions.tsx";
import { ReasonText } from "../../parts/reason-text.tsx";
import { SeverityBadge } from "../../parts/severity-badge.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { IncidentBadge } from "./incident-badge.tsx";
import { IncidentLength } from "./incident-length.tsx";
import { outageOf } from "./outage-of.ts";

/** The columns of the list of incidents. */
export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  {
    id: "state",
    header: "State",
    className: "w-36",
    onPhone: "plain",
    cell: (incident) => <IncidentBadge incident={incident} />,
  },
  {
    id: "severity",
    header: "Severity",
    className: "w-28 max-lg:hidden",
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: "monitor",
    header: "Monitor",
    onPhone: "plain",
    cell: ({ id, monitorName, openedFor }) => (
      <div className="min-w-0">
        <Link
          to={PATHS.incident}
          params={{ id }}
          title={monitorName}
          className="wrap-anywhere line-clamp-2 font-medium hover:underline"
        >
          {monitorName}
        </Link>
        <div className="wrap-anywhere line-clamp-2 text-sm text-soft">
          <ReasonText text={openedFor.text} />
        </div>
      </div>
    ),
  },
  {
    id: "opened",
    header: "Began",
    className: "w-32 md:max-lg:hidden",
    cell: ({ openedAt }) => <RelativeTime at={openedAt} />,
  },
  {
    id: "length",
    header: "Length",
    className: "w-28",
    cell: (incident) => <IncidentLength incident={incident} />,
  },
  {
    id: "actions",
    header: "Acknowledged",
    className: "w-60",
    onPhone: "plain",
    cell: (incident) => (
      <div className="flex flex-wrap items-center gap-2">
        {incident.acknowledgedBy !== null && (
          <span title={incident.acknowledgedBy} className="max-w-full truncate text-soft">
            by {incident.acknowledgedBy}
          </span>
        )}
        {incident.state === "open" && <OutageActions outage={outageOf(incident)} size="small" />}
      </div>
    ),
  },
];
