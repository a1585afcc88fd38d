import { Link } from "@tanstack/react-router";
import type { Message } from "../../api/messages.ts";
import { PATHS } from "../../lib/paths.ts";
import { MessageStatus } from "../../parts/message-status.tsx";
import { messageTitle } from "../../parts/message-title.ts";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";

/** The columns of the list of messages; `names` are those of the monitors. */
export function messageColumns(names: ReadonlyMap<string, string>): readonly Column<Message>[] {
  return [
    {
      id: "status",
      header: "Status",
      className: "w-32",
      onPhone: "plain",
      cell: ({ status }) => <MessageStatus status={status} />,
    },
    {
      id: "message",
      header: "Message",
      onPhone: "plain",
      cell: (message) => <MessageCell message={message} title={messageTitle(message, names)} />,
    },
    {
      id: "to",
      header: "To",
      className: "w-[28%]",
      onPhone: "plain",
      cell: ({ integration, provider, topic }) => (
        <div className="flex min-w-0 items-center gap-2">
          <ProviderMark kind={provider} size="small" />
          <div className="min-w-0">
            <div className="truncate">{integration}</div>
            <div className="truncate text-sm text-soft">
              <TopicWords text={topic} />
            </div>
          </div>
        </div>
      ),
    },
    {
      id: "attempts",
      header: "Attempts",
      className: "w-24 text-right max-lg:hidden",
      cell: ({ attemptCount }) => <span className="tabular-nums">{attemptCount}</span>,
    },
    {
      id: "made",
      header: "Made",
      className: "w-32 text-right",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
  ];
}

function MessageCell({ message, title }: { readonly message: Message; readonly title: string }) {
  const { id, status, lastReason, reason } = message;
  // Why nobody was told yet is worth a second line.
  const isStuck = status === "dead" || status === "waiting";
  const why = isStuck ? (lastReason ?? reason) : reason;
  return (
    <div className="min-w-0">
      <Link
        to={PATHS.message}
        params={{ id }}
        title={title}
        className="wrap-anywhere line-clamp-2 font-medium hover:underline"
      >
        {title}
      </Link>
      <div title={why} className={`text-sm text-soft ${isStuck ? "wrap-anywhere line-clamp-2" : "truncate"}`}>
        {why}
      </div>
    </div>
  );
}
