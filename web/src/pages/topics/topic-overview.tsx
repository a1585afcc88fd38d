import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellPlus, Ellipsis, Plus, Send, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { recentMessagesQuery } from "../../api/messages.ts";
import type { Topic } from "../../api/topics.ts";
import { usePolled } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { Button, buttonClass, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { DeleteTopic } from "./delete-topic.tsx";
import { IntegrationCard } from "./integration-card.tsx";
import { PublishSection } from "./publish-section.tsx";
import { RecentMessages } from "./recent-messages.tsx";
import { TellingMonitors } from "./telling-monitors.tsx";
import { TopicEvents } from "./topic-events.tsx";
import type { TopicTests } from "./use-topic-test.ts";

/** The newest messages that are read, for the bars of all integrations and the list. */
const RECENT = 150;

interface TopicOverviewProps {
  readonly topic: Topic;
  readonly tests: TopicTests;
}

/** What a topic tells, what became of its messages, who tells it and how to publish to it. */
export function TopicOverview({ topic, tests }: TopicOverviewProps) {
  const api = useApi();
  const project = useProject();
  usePolled(project.id, "messages");
  const { data: messages } = useQuery(recentMessagesQuery(api, project.id, { topic: topic.name, limit: RECENT }));
  const mayWrite = project.may("write");
  const byIntegration = useMemo(() => Map.groupBy(messages ?? [], (message) => message.integrationId), [messages]);
  const { integrations } = topic;
  return (
    <Page
      title={useTopicWords([topic.name])(topic.name)}
      crumb={
        <Link to={PATHS.topics} className="hover:underline">
          Topics
        </Link>
      }
      actions={mayWrite && <TopicActions topic={topic} tests={tests} />}
    >
      <div className="grid grid-cols-1 gap-x-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <Section title="Integrations" actions={mayWrite && integrations.length > 0 && <AddLink topic={topic} />}>
            {integrations.length === 0 ? (
              <div className="card">
                <EmptyState
                  icon={BellPlus}
                  title="It tells nobody yet"
                  action={mayWrite && <AddLink topic={topic} isFirst />}
                >
                  Add an integration: a mailbox, a chat, a phone, or a program of yours.
                </EmptyState>
              </div>
            ) : (
              <ul className="grid grid-cols-1 gap-3">
                {integrations.map((integration) => (
                  <IntegrationCard
                    key={integration.id}
                    topic={topic}
                    integration={integration}
                    messages={byIntegration.get(integration.id)}
                    test={tests.outcomes[integration.name]}
                    onTest={() => tests.run([integration.name])}
                  />
                ))}
              </ul>
            )}
          </Section>
          <RecentMessages topic={topic} messages={messages} />
        </div>
        <div className="min-w-0">
          <PublishSection topic={topic} />
          <TellingMonitors topic={topic} />
          <TopicEvents topic={topic} />
        </div>
      </div>
    </Page>
  );
}

function AddLink({ topic, isFirst = false }: { readonly topic: Topic; readonly isFirst?: boolean }) {
  return (
    <Link
      to={PATHS.topic}
      params={{ id: topic.id }}
      search={{ add: "" }}
      className={isFirst ? buttonClass("primary") : buttonClass("plain", "small")}
    >
      <Plus aria-hidden size={isFirst ? 16 : 14} />
      Add an integration
    </Link>
  );
}

function TopicActions({ topic, tests }: TopicOverviewProps) {
  const [isDeleting, setDeleting] = useState(false);
  const names = topic.integrations.map(({ name }) => name);
  return (
    <>
      {names.length > 1 && (
        <Button
          icon={Send}
          busy={names.some((name) => tests.outcomes[name]?.kind === "running")}
          onClick={() => tests.run(names)}
        >
          Test all
        </Button>
      )}
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          Delete the topic
        </MenuItem>
      </Menu>
      <DeleteTopic topic={topic} open={isDeleting} onOpenChange={setDeleting} />
    </>
  );
}
