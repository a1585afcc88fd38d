import { Link } from "@tanstack/react-router";
import { UserCheck } from "lucide-react";
import type { AlarmMonitor } from "../../api/alarms.ts";
import { PATHS } from "../../lib/paths.ts";
import { SeverityBadge, severityRank } from "../../parts/severity-badge.tsx";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { sourceLabel } from "./sources.ts";

/** The columns of the list of alarms. */
export const ALARM_COLUMNS: readonly Column<AlarmMonitor>[] = [
  {
    id: "severity",
    header: "Severity",
    className: "w-28",
    sortBy: ({ severity }) => severityRank(severity),
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: "status",
    header: "State",
    className: "w-36",
    sortBy: ({ status }) => (status === "down" ? 0 : 1),
    cell: (alarm) => <AlarmState alarm={alarm} />,
  },
  {
    id: "name",
    header: "Alarm",
    onPhone: "plain",
    sortBy: ({ name }) => name,
    cell: ({ id, name, alarm }) => (
      <div className="min-w-0">
        <Link
          to={PATHS.alarms}
          search={(before) => ({ ...before, alarm: id })}
          title={name}
          className="wrap-anywhere line-clamp-2 font-medium hover:underline"
        >
          {name}
        </Link>
        <div className="wrap-anywhere line-clamp-2 text-sm text-soft">
          {[alarm?.resource, alarm?.value, alarm?.summary].filter(Boolean).join(" · ")}
        </div>
      </div>
    ),
  },
  {
    id: "source",
    header: "Source",
    className: "w-44 max-lg:hidden",
    sortBy: ({ alarm }) => (alarm === null ? null : sourceLabel(alarm.source)),
    cell: ({ alarm }) => <span className="block truncate">{alarm === null ? "–" : sourceLabel(alarm.source)}</span>,
  },
  {
    id: "since",
    header: "Since",
    className: "w-32",
    sortBy: ({ statusSince }) => -Date.parse(statusSince),
    cell: ({ statusSince }) => <RelativeTime at={statusSince} />,
  },
];

/** How an alarm stands: it fires, somebody has acknowledged it, or it is over. */
export function AlarmState({ alarm }: { readonly alarm: AlarmMonitor }) {
  if (alarm.status === "down" && alarm.incident?.acknowledgedAt !== null && alarm.incident !== null) {
    return (
      <Badge tone="late" icon={UserCheck}>
        Acknowledged
      </Badge>
    );
  }
  if (alarm.status === "down") return <StatusBadge status="down" word="Fires" />;
  return alarm.status === "up" ? <StatusBadge status="up" word="Over" /> : <StatusBadge status={alarm.status} />;
}
