import { Link } from "@tanstack/react-router";
import type { MonitorRow } from "../../api/monitors.ts";
import { formatDuration } from "../../lib/durations.ts";
import { PATHS } from "../../lib/paths.ts";
import { MonitorStatus } from "../../parts/monitor-status.tsx";
import { NextLook } from "../../parts/next-look.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import { Badge } from "../../ui/badge.tsx";
import { type Column, NOTHING } from "../../ui/data-table.tsx";
import { Countdown, RelativeTime } from "../../ui/time.tsx";
import { STATUS_ORDER } from "./monitor-rows.ts";
import { ResultBar } from "./result-bar.tsx";

const millis = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
const listed = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join(" "));

/** What is left out where there is little room; a phone's card has room again. */
const FROM_XL = "md:max-xl:hidden";
const FROM_WIDE = "md:max-[88rem]:hidden";
/** Tags have a column of their own where the name keeps enough room; elsewhere they stand under it. */
const WIDEST_ONLY = "max-[104rem]:hidden";
const UNDER_NAME = "min-[104rem]:hidden";

/** The columns of the list of monitors. */
export const MONITOR_COLUMNS: readonly Column<MonitorRow>[] = [
  {
    id: "status",
    header: "Status",
    className: "w-28",
    onPhone: "plain",
    sortBy: ({ status }) => STATUS_ORDER.indexOf(status),
    cell: ({ status, door }) => <MonitorStatus status={status} door={door} />,
  },
  {
    id: "name",
    header: "Name",
    onPhone: "plain",
    sortBy: ({ name }) => name,
    cell: ({ id, name, tags }) => (
      <div className="min-w-0">
        <Link
          to={PATHS.monitor}
          params={{ id }}
          title={name}
          className="wrap-anywhere line-clamp-2 rounded-sm font-medium hover:underline"
        >
          {name}
        </Link>
        {tags.length > 0 && (
          <div className={`mt-0.5 ${UNDER_NAME}`}>
            <Tags tags={tags} />
          </div>
        )}
      </div>
    ),
  },
  {
    id: "tags",
    header: "Tags",
    className: `w-36 ${WIDEST_ONLY}`,
    sortBy: ({ tags }) => listed(tags),
    cell: ({ tags }) => (tags.length === 0 ? NOTHING : <Tags tags={tags} />),
  },
  {
    id: "schedule",
    header: "Schedule",
    className: `w-40 ${FROM_XL}`,
    sortBy: ({ scheduleText }) => scheduleText,
    cell: ({ scheduleText, source }) => (
      <span title={scheduleText ?? undefined} className="line-clamp-2 text-sm leading-snug">
        {scheduleText ?? (source === null ? NOTHING : `told by ${source}`)}
      </span>
    ),
  },
  {
    id: "lastPing",
    header: "Last ping",
    className: "w-32",
    sortBy: ({ lastPingAt }) => millis(lastPingAt),
    cell: ({ lastPingAt, timezone }) =>
      lastPingAt === null ? NOTHING : <RelativeTime at={lastPingAt} zone={timezone} />,
  },
  {
    id: "deadline",
    header: "Down in",
    className: "w-28",
    sortBy: ({ deadlineAt }) => millis(deadlineAt),
    cell: (row) => <Due {...row} />,
  },
  {
    id: "duration",
    header: "Took",
    className: `w-26 ${FROM_XL}`,
    sortBy: ({ lastDurationMs }) => lastDurationMs,
    cell: ({ lastDurationMs }) =>
      lastDurationMs === null ? (
        NOTHING
      ) : (
        <span className="whitespace-nowrap tabular-nums">{formatDuration(lastDurationMs)}</span>
      ),
  },
  {
    id: "results",
    header: "Last 30 results",
    className: "w-42",
    // The bar turns its colour where the status last changed: the latest change stands first.
    sortBy: ({ statusSince }) => -Date.parse(statusSince),
    cell: (row) => <ResultBar {...row} />,
  },
  {
    id: "topics",
    header: "Topics",
    className: `w-32 ${FROM_WIDE}`,
    sortBy: ({ topics }) => listed(topics),
    cell: ({ topics }) =>
      topics.length === 0 ? (
        NOTHING
      ) : (
        <span title={topics.join("\n")} className="block truncate text-sm">
          <TopicWords text={topics.join(", ")} />
        </span>
      ),
  },
];

/** How long there is until it is down by silence; a probe is never silent, it looks. */
function Due({ kind, status, deadlineAt, nextProbeAt, timezone }: MonitorRow) {
  if (kind === "probe" && status !== "paused") {
    return (
      <span className="text-sm text-soft">
        <NextLook at={nextProbeAt} zone={timezone} />
      </span>
    );
  }
  return deadlineAt === null || status === "down" ? NOTHING : <Countdown at={deadlineAt} zone={timezone} />;
}

/** So many tags are shown; a monitor with more says how many more. */
const SHOWN_TAGS = 3;

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <div title={tags.join(" ")} className="flex flex-wrap gap-1">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {tags.length > SHOWN_TAGS && <span className="text-soft text-xs">+{tags.length - SHOWN_TAGS}</span>}
    </div>
  );
}
