import { useQuery } from "@tanstack/react-query";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { MessageDetails } from "../../api/messages.ts";
import { previewQuery } from "../../api/previews.ts";
import { topicQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { MessageWords } from "../../parts/message-words.tsx";
import { Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";

/** What a message says, in the words that its integration has now: it is written only when it is sent. */
export function MessageText({ message }: { readonly message: MessageDetails }) {
  const api = useApi();
  const project = useProject();
  const { id, topic: name, integrationId, provider } = message;
  const { data: topic } = useQuery(topicQuery(api, project.id, name));
  const integration = topic?.integrations.find((each) => each.id === integrationId);
  const { data, error } = useQuery({
    ...previewQuery(api, project.id, {
      provider,
      model: integration?.model ?? null,
      about: { type: "message", id },
      ...(topic &&
        integration && { integration: { channel: topic.channel, topic: topic.topic, name: integration.name } }),
    }),
    enabled: integration !== undefined,
  });
  return (
    <Section title="What it says">
      {error !== null && <p className="text-soft">{messageOf(error)}</p>}
      {error === null && data === undefined && <Skeleton className="h-24 w-full" />}
      {data !== undefined && (
        <MessageWords
          provider={provider}
          title={data.title}
          text={data.text}
          isOwn={(integration?.model ?? null) !== null}
        />
      )}
      <p className="mt-1.5 text-sm text-soft">In the words of the integration as it is now.</p>
    </Section>
  );
}
