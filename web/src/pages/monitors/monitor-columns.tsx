import { Link } from "@tanstack/react-router";
import type { Monitor } from "../../api/monitors.ts";
import { formatDuration } from "../../lib/durations.ts";
import { PATHS } from "../../lib/paths.ts";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { Countdown, RelativeTime } from "../../ui/time.tsx";

/** What stands first when monitors are sorted by status: what needs somebody. */
const URGENCY: Readonly<Record<Monitor["status"], number>> = { down: 0, late: 1, new: 2, up: 3, paused: 4 };

const millis = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
const none = <span className="text-soft">–</span>;

/** The columns of the list of monitors. */
export const MONITOR_COLUMNS: readonly Column<Monitor>[] = [
  {
    id: "status",
    header: "Status",
    className: "w-24",
    onPhone: "plain",
    sortBy: ({ status }) => URGENCY[status],
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    id: "name",
    header: "Name",
    onPhone: "plain",
    sortBy: ({ name }) => name,
    cell: ({ id, name, tags }) => (
      <div className="flex min-w-0 items-center gap-2">
        <Link to={PATHS.monitor} params={{ id }} className="truncate font-medium hover:underline">
          {name}
        </Link>
        {tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </div>
    ),
  },
  {
    id: "lastPing",
    header: "Last ping",
    className: "w-32",
    sortBy: ({ lastPingAt }) => millis(lastPingAt),
    cell: ({ lastPingAt }) => (lastPingAt === null ? none : <RelativeTime at={lastPingAt} />),
  },
  {
    id: "deadline",
    header: "Down in",
    className: "w-32",
    sortBy: ({ deadlineAt }) => millis(deadlineAt),
    cell: ({ deadlineAt }) => (deadlineAt === null ? none : <Countdown at={deadlineAt} />),
  },
  {
    id: "duration",
    header: "Took",
    className: "w-28",
    sortBy: ({ lastDurationMs }) => lastDurationMs,
    cell: ({ lastDurationMs }) => (lastDurationMs === null ? none : formatDuration(lastDurationMs)),
  },
];
