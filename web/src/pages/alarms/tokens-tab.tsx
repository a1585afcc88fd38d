import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { alarmTokensQuery } from "../../api/alarms.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { buttonClass } from "../../ui/button.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { TokenCard } from "./token-card.tsx";
import { TopicChoice } from "./topic-choice.tsx";

/** The alarm tokens of a topic: who may report to it. */
export function TokensTab() {
  const project = useProject();
  const makes = (topic: string) =>
    project.may("keys") && (
      <Link to={PATHS.newAlarmToken} search={{ topic }} className={buttonClass("primary")}>
        <Plus aria-hidden size={16} />
        New alarm token
      </Link>
    );
  return <TopicChoice actions={makes}>{(topic) => <Tokens key={topic} topic={topic} />}</TopicChoice>;
}

function Tokens({ topic }: { readonly topic: string }) {
  const { data, error, refetch } = useQuery(alarmTokensQuery(useApi(), useProject().id, topic));
  if (data === undefined) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="Nobody may report to this topic yet">
        An alarm token gives Alertmanager, Grafana, CloudWatch, CloudMonitor or any other system an address to report
        to. What it reports is told to the topic.
      </EmptyState>
    );
  }
  return (
    <ul className="grid gap-3">
      {data.map((token) => (
        <li key={token.id}>
          <TokenCard token={token} topic={topic} />
        </li>
      ))}
    </ul>
  );
}
