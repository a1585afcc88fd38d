import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type HistoryEntry, topicHistoryQuery } from "../../api/history.ts";
import type { Topic } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { ReasonText } from "../../parts/reason-text.tsx";
import { Section } from "../../ui/page.tsx";
import { RelativeTime } from "../../ui/time.tsx";

const SHOWN = 8;
/** What stands among the messages. */
const ELSEWHERE: readonly HistoryEntry["kind"][] = ["message-dead", "message-replayed"];

/** What happened to a topic and its integrations: changes, targets that were left in peace or given up, and came back. */
export function TopicEvents({ topic }: { readonly topic: Topic }) {
  const { data = [] } = useQuery(topicHistoryQuery(useApi(), useProject().id, topic.id));
  const entries = data.filter(({ kind }) => !ELSEWHERE.includes(kind)).slice(0, SHOWN);
  if (entries.length === 0) return null;
  return (
    <Section
      title="What happened to it"
      actions={
        <Link to={PATHS.history} search={{ topic: topic.id }} className="link text-sm">
          All of it
        </Link>
      }
    >
      <ul className="card divide-y divide-line">
        {entries.map(({ id, at, text, actor }) => (
          <li key={id} className="grid gap-0.5 px-3 py-2">
            <span className="wrap-anywhere">
              <ReasonText text={text} />
            </span>
            <span className="text-sm text-soft">
              {actor}, <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
