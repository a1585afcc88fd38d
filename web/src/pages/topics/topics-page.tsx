import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Radio, SearchX } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { monitorRowsQuery } from "../../api/monitors.ts";
import { topicsQuery } from "../../api/topics.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { buttonClass } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Page } from "../../ui/page.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { findTopics, TOPIC_COLUMNS, topicRows } from "./topic-columns.tsx";

/** Fewer are seen at a glance. */
const MANY = 8;

/** Every topic of the project with its integrations and how they stand. */
export function TopicsPage() {
  const api = useApi();
  const project = useProject();
  const navigate = useNavigate({ from: PATHS.topics });
  const { text = "", sort = "name", descending = false } = useSearch({ from: "/app/topics" });
  const refetchInterval = usePollInterval();
  const { data: topics, error, refetch } = useQuery({ ...topicsQuery(api, project.id), refetchInterval });
  const { data: monitors } = useQuery(monitorRowsQuery(api, project.id));
  const words = useTopicWords(useMemo(() => topics?.map(({ name }) => name) ?? [], [topics]));
  const all = useMemo(() => topicRows(topics ?? [], monitors, words), [topics, monitors, words]);
  const rows = useMemo(() => findTopics(all, text), [all, text]);
  const mayWrite = project.may("write");
  useShortcuts(mayWrite ? [{ keys: "n", label: "New topic", run: () => void navigate({ to: PATHS.newTopic }) }] : []);
  const onText = useCallback(
    (next: string) => void navigate({ search: (before) => ({ ...before, text: next || undefined }), replace: true }),
    [navigate],
  );
  const create = mayWrite && (
    <Link to={PATHS.newTopic} className={buttonClass("primary")}>
      <Plus aria-hidden size={16} />
      New topic
    </Link>
  );
  return (
    <Page title="Topics" actions={topics?.length !== 0 && create}>
      {topics === undefined && error !== null && (
        <ErrorState title="The topics could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {topics === undefined && error === null && <SkeletonRows />}
      {topics?.length === 0 && (
        <EmptyState icon={Radio} title="Nobody is told anything yet" action={create}>
          A topic is where notifications go: monitors tell it when they go down, your own programs publish to it, and it
          tells mailboxes, chats and phones.
        </EmptyState>
      )}
      {topics !== undefined && topics.length > 0 && (
        <>
          {(topics.length > MANY || text !== "") && (
            <div className="mb-3 max-w-xs">
              <SearchInput label="Find a topic or an integration" value={text} onChange={onText} />
            </div>
          )}
          {rows.length === 0 ? (
            <EmptyState icon={SearchX} title="Nothing fits">
              No topic and no integration has “{text}” in its name.
            </EmptyState>
          ) : (
            <DataTable
              label="Topics"
              columns={TOPIC_COLUMNS}
              items={rows}
              idOf={({ topic }) => topic.id}
              nameOf={({ words: called }) => called}
              sort={{ column: sort, descending }}
              onSort={({ column, descending: down }) =>
                void navigate({
                  search: (before) => ({ ...before, sort: column, descending: down || undefined }),
                  replace: true,
                })
              }
            />
          )}
        </>
      )}
    </Page>
  );
}
