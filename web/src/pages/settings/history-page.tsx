import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowUpRight, History, SearchX } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type HistoryEntry, historyQuery } from "../../api/history.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { MonitorFilter } from "../../parts/monitor-filter.tsx";
import { ReasonText } from "../../parts/reason-text.tsx";
import { ShowMore } from "../../parts/show-more.tsx";
import { TopicFilter } from "../../parts/topic-filter.tsx";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable, NOTHING } from "../../ui/data-table.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { HISTORY_GROUPS, kindOf } from "./history-kinds.ts";

/** What did something without an account or a key, in words. */
const OWN_ACTORS: Readonly<Record<string, string>> = {
  time: "time",
  ping: "a ping",
  delivery: "delivery",
  alarm: "an alarm",
};

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { id: "at", header: "When", className: "w-44", cell: ({ at }) => <Time at={at} /> },
  {
    id: "text",
    header: "What",
    onPhone: "plain",
    cell: (entry) => (
      <span className="[overflow-wrap:anywhere]">
        <ReasonText text={entry.text} />
        {"\u00a0"}
        <Way entry={entry} />
      </span>
    ),
  },
  {
    id: "who",
    header: "Who",
    className: "w-32",
    cell: ({ actor, accountId }) => (
      <span className="block truncate" title={actor}>
        {accountId === null ? (OWN_ACTORS[actor] ?? actor) : actor}
      </span>
    ),
  },
  {
    id: "from",
    header: "From",
    className: "w-28",
    cell: ({ from }) => (from ? <span className="block truncate text-soft tabular-nums">{from}</span> : NOTHING),
  },
];

const WAY = "inline-block align-middle text-soft hover:text-ink";

/** Leads to what an entry is about, unless it tells the end of it. */
function Way({ entry: { kind, monitorId, topicId } }: { readonly entry: HistoryEntry }) {
  const arrow = <ArrowUpRight aria-hidden size={15} />;
  if (monitorId !== null && kind !== "monitor-deleted") {
    return (
      <Link to={PATHS.monitor} params={{ id: monitorId }} aria-label="Open the monitor" className={WAY}>
        {arrow}
      </Link>
    );
  }
  if (topicId !== null && kind !== "topic-deleted") {
    return (
      <Link to={PATHS.topic} params={{ id: topicId }} aria-label="Open the topic" className={WAY}>
        {arrow}
      </Link>
    );
  }
  return null;
}

/** Who changed what, when and from where: everything that happened in the project, newest first. */
export function HistoryPage() {
  const { kind, ...of } = useSearch({ from: "/app/settings/history" });
  const navigate = useNavigate({ from: PATHS.history });
  const known = kindOf(kind);
  const filter = { ...(known && { kind: known }), ...of };
  const query = useInfiniteQuery(historyQuery(useApi(), useProject().id, filter));
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Page title="History">
      <Filters />
      <Loaded query={query} title="The history could not be read">
        {({ pages }) => {
          const entries = pages.flatMap(({ history }) => history);
          if (entries.length > 0) {
            return (
              <DataTable
                label="History"
                columns={COLUMNS}
                items={entries}
                idOf={({ id }) => id}
                nameOf={({ text }) => text}
              />
            );
          }
          return isFiltered ? (
            <EmptyState
              icon={SearchX}
              title="Nothing like that happened"
              action={<Button onClick={() => void navigate({ search: {}, replace: true })}>Show everything</Button>}
            >
              The history is kept for 400 days.
            </EmptyState>
          ) : (
            <EmptyState icon={History} title="Nothing has happened yet">
              Every change stands here, with who made it, when and from where.
            </EmptyState>
          );
        }}
      </Loaded>
      <ShowMore query={query} />
    </Page>
  );
}

function Filters() {
  const { kind, monitor, topic } = useSearch({ from: "/app/settings/history" });
  const navigate = useNavigate({ from: PATHS.history });
  const filter = (change: { readonly [Name in "kind" | "monitor" | "topic"]?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3">
      <div className="max-sm:col-span-2">
        <FilterSelect label="What happened" all="Everything" value={kind} onChange={(next) => filter({ kind: next })}>
          {HISTORY_GROUPS.map(({ name, kinds }) => (
            <optgroup key={name} label={name}>
              {kinds.map(({ kind: each, label }) => (
                <option key={each} value={each}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </FilterSelect>
      </div>
      <MonitorFilter value={monitor} onChange={(id) => filter({ monitor: id })} />
      <TopicFilter value={topic} onChange={(id) => filter({ topic: id })} />
    </div>
  );
}
