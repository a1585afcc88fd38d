import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Topic, topicQuery, topicsQuery } from "../../api/topics.ts";
import { usePolled } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { NotThere } from "../../parts/not-there.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { AddIntegration } from "./add-integration.tsx";
import { EditIntegration } from "./edit-integration.tsx";
import { TopicOverview } from "./topic-overview.tsx";
import { useTopicTest } from "./use-topic-test.ts";

/** One topic, by its id or its full name: what it tells, and how that goes. */
export function TopicPage() {
  const { id } = useParams({ from: "/app/topics/$id" });
  const api = useApi();
  const project = useProject();
  // Its history has a key that begins so, too.
  usePolled(project.id, "topics");
  const list = useQuery(topicsQuery(api, project.id));
  const name = list.data?.find((topic) => topic.id === id || topic.name === id)?.name;
  const one = useQuery({ ...topicQuery(api, project.id, name ?? ""), enabled: name !== undefined });
  const error = list.data === undefined ? list.error : one.error;
  if (name !== undefined && one.data) return <TopicViews key={one.data.id} topic={one.data} />;
  if (error !== null) {
    const retry = (): void => void Promise.all([list.refetch(), one.refetch()]);
    return <ErrorState title="The topic could not be read" error={error} onRetry={retry} />;
  }
  const isGone = list.data !== undefined && (name === undefined || one.data === null);
  return isGone && !list.isFetching ? <GoneTopic /> : <SkeletonRows />;
}

function TopicViews({ topic }: { readonly topic: Topic }) {
  const { add, edit } = useSearch({ from: "/app/topics/$id" });
  const navigate = useNavigate({ from: PATHS.topic });
  const project = useProject();
  const tests = useTopicTest(topic.name);
  const back = async (): Promise<void> => {
    await navigate({ search: {} });
  };
  const changed = topic.integrations.find(({ id }) => id === edit);
  if (project.may("write")) {
    if (add !== undefined) return <AddIntegration topic={topic} kind={add} tests={tests} onDone={back} />;
    if (changed) return <EditIntegration topic={topic} integration={changed} tests={tests} onDone={back} />;
  }
  return <TopicOverview topic={topic} tests={tests} />;
}

function GoneTopic() {
  return (
    <NotThere title="There is no such topic" to={PATHS.topics} link="Go to the topics">
      It was deleted, or it belongs to another project.
    </NotThere>
  );
}
