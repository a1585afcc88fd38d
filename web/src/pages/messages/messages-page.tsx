import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { MailCheck, SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { type Message, messagesQuery } from "../../api/messages.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { ShowMore } from "../../parts/show-more.tsx";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { DeadNotice } from "./dead-notice.tsx";
import { messageColumns } from "./message-columns.tsx";
import { MessageFilters } from "./message-filters.tsx";
import { isNarrowed, narrowingOf } from "./narrowing.ts";
import { ReplayBar } from "./replay-bar.tsx";

const NONE: ReadonlySet<string> = new Set();

/** Every message of the project, newest first, and the way back for dead ones. */
export function MessagesPage() {
  const api = useApi();
  const project = useProject();
  const search = useSearch({ from: "/app/messages" });
  const { ticker } = useDashboard();
  const refetchInterval = usePollInterval();
  const query = useInfiniteQuery({
    ...messagesQuery(api, project.id, { key: search, narrow: () => narrowingOf(search, ticker.now()) }),
    refetchInterval,
  });
  const { data, error, refetch } = query;
  const messages = useMemo(() => data?.pages.flatMap((page): readonly Message[] => page.messages), [data]);
  const names = useMonitorNames();
  const columns = useMemo(() => messageColumns(names), [names]);
  const [chosen, setChosen] = useState(NONE);
  const mayWrite = project.may("write");
  // Among nothing but dead messages none stands out.
  const standsOut = (status: Message["status"]): boolean => status === "dead" && search.status !== "dead";
  return (
    <Page title="Messages">
      <DeadNotice search={search} />
      <MessageFilters search={search} />
      {messages === undefined && error !== null && (
        <ErrorState title="The messages could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {messages === undefined && error === null && <SkeletonRows />}
      {messages?.length === 0 && <NoMessages isNarrowed={isNarrowed(search)} />}
      {messages !== undefined && messages.length > 0 && (
        <>
          <DataTable
            label="Messages"
            columns={columns}
            items={messages}
            idOf={({ id }) => id}
            nameOf={({ event, integration }) => `${event} to ${integration}`}
            rowClass={({ id, status }) => (standsOut(status) && !chosen.has(id) ? "bg-down-ground/45" : undefined)}
            {...(mayWrite && { selection: { ids: chosen, onChange: setChosen } })}
          />
          <ShowMore query={query} />
          {mayWrite && <ReplayBar search={search} messages={messages} chosen={chosen} onDone={() => setChosen(NONE)} />}
        </>
      )}
    </Page>
  );
}

function NoMessages({ isNarrowed: isPart }: { readonly isNarrowed: boolean }) {
  if (isPart) {
    return (
      <EmptyState icon={SearchX} title="No message fits">
        None was made that all of these filters let through.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={MailCheck} title="Nothing has been sent yet">
      When a monitor goes down, or a program publishes to a topic, each integration gets a message. All of them are
      listed here, with what their targets answered.
    </EmptyState>
  );
}
