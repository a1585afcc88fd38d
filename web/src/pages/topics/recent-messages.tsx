import { Link } from "@tanstack/react-router";
import type { Message } from "../../api/messages.ts";
import type { Topic } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { MessageStatus } from "../../parts/message-status.tsx";
import { messageTitle } from "../../parts/message-title.ts";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/time.tsx";

const SHOWN = 10;

interface RecentMessagesProps {
  readonly topic: Topic;
  /** Undefined while they are read. */
  readonly messages: readonly Message[] | undefined;
}

/** The newest messages of a topic, and the way to all of them. */
export function RecentMessages({ topic, messages }: RecentMessagesProps) {
  const names = useMonitorNames();
  const all = messages !== undefined && messages.length > 0 && (
    <Link to={PATHS.messages} search={{ topic: topic.name }} className="link text-sm">
      All its messages
    </Link>
  );
  return (
    <Section title="Recent messages" actions={all}>
      {messages === undefined && <SkeletonRows />}
      {messages?.length === 0 && <p className="text-soft">Nothing has been sent here yet.</p>}
      {messages !== undefined && messages.length > 0 && (
        <ul className="card divide-y divide-line">
          {messages.slice(0, SHOWN).map((message) => (
            <li
              key={message.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 px-3 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,9rem)_7.5rem_7.5rem]"
            >
              <Link to={PATHS.message} params={{ id: message.id }} className="truncate font-medium hover:underline">
                {messageTitle(message, names)}
              </Link>
              <span className="truncate text-soft max-sm:order-last">{message.integration}</span>
              <span className="justify-self-end sm:justify-self-start">
                <MessageStatus status={message.status} />
              </span>
              <span className="text-right text-sm text-soft max-sm:order-last">
                <RelativeTime at={message.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
