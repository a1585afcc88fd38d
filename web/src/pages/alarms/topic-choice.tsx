import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Radio } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { alarmsQuery } from "../../api/alarms.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { topicsQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";

interface TopicChoiceProps {
  /** Beside the choice: what can be done with the topic. */
  readonly actions?: (topic: string) => ReactNode;
  readonly children: (topic: string) => ReactNode;
}

/** Chooses the topic that a tab is about and keeps it in the URL. */
export function TopicChoice({ actions, children }: TopicChoiceProps) {
  const project = useProject();
  const { topic: wanted } = useSearch({ from: "/app/alarms" });
  const navigate = useNavigate({ from: PATHS.alarms });
  const api = useApi();
  const { data, error, refetch } = useQuery(topicsQuery(api, project.id));
  const words = useTopicWords(useMemo(() => (data ?? []).map(({ name }) => name), [data]));
  const alarms = useQuery(alarmsQuery(api, project.id, "all"));
  const choices = useMemo(() => (data ?? []).map(({ name }) => ({ value: name, label: words(name) })), [data, words]);
  if (data === undefined) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (wanted === undefined && alarms.isPending) return <SkeletonRows />;
  const named = (name: string | undefined): string | undefined => choices.find(({ value }) => value === name)?.value;
  // Where something reported before, one most likely looks for it.
  const topic = named(wanted) ?? named(alarms.data?.[0]?.topics[0]) ?? choices[0]?.value;
  if (topic === undefined) {
    return (
      <EmptyState
        icon={Radio}
        title="There is no topic yet"
        action={
          project.may("write") && (
            <Link to={PATHS.newTopic} className={buttonClass("primary")}>
              New topic
            </Link>
          )
        }
      >
        An alarm token belongs to a topic: what comes with it is told there.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <div className="w-72 max-w-full">
          <Field label="Topic">
            <Combobox
              key={topic}
              choices={choices}
              value={topic}
              empty="No topic is called so."
              onChange={(name) => {
                if (name === null) return;
                void navigate({ search: (before) => ({ ...before, topic: name }), replace: true });
              }}
            />
          </Field>
        </div>
        {actions?.(topic)}
      </div>
      {children(topic)}
    </>
  );
}
