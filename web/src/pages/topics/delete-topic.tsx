import { useNavigate } from "@tanstack/react-router";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type DeletedTopic, type Topic, topicPath } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useTellingMonitors } from "./telling-monitors.tsx";

const NAMED = 10;

interface DeleteTopicProps {
  readonly topic: Topic;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Asks before a topic is deleted, and says which monitors will tell it nothing any more. */
export function DeleteTopic({ topic, open, onOpenChange }: DeleteTopicProps) {
  const api = useApi();
  const navigate = useNavigate();
  const toast = useToast();
  const readAnew = useReadAnew();
  const words = useTopicWords([topic.name]);
  const remove = async (): Promise<void> => {
    const { name, cancelled } = await api.delete<DeletedTopic>(topicPath(topic.name));
    const also = cancelled.length === 0 ? "" : `, and ${countOf(cancelled.length, "waiting message")} cancelled`;
    toast({ text: `The topic ${words(name)} was deleted${also}.` });
    await navigate({ to: PATHS.topics, replace: true });
    await readAnew("topics", "monitors", "messages", "summary");
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${words(topic.name)}?`}
      description={<Consequences topic={topic} />}
      action="Delete the topic"
      danger
      describeError={messageOf}
      onConfirm={remove}
    />
  );
}

function Consequences({ topic }: { readonly topic: Topic }) {
  const monitors = useTellingMonitors(topic);
  const more = (monitors?.length ?? 0) - NAMED;
  return (
    <span className="grid gap-2">
      <span>
        Its integrations and their credentials go with it, and what waits for them is cancelled. Programs can publish to
        it no more.
      </span>
      {monitors === undefined && <span>Which monitors tell it could not be read yet.</span>}
      {monitors?.length === 0 && <span>No monitor tells it.</span>}
      {monitors !== undefined && monitors.length > 0 && (
        <span className="rounded-md bg-late-ground px-3 py-2 text-late">
          {countOf(monitors.length, "monitor")} will tell it nothing any more:{" "}
          <span className="break-words font-medium">
            {monitors
              .slice(0, NAMED)
              .map(({ name }) => name)
              .join(", ")}
          </span>
          {more > 0 && ` and ${more} more`}.
        </span>
      )}
    </span>
  );
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
