import { Link } from "@tanstack/react-router";
import type { IncidentDetailsAnswer } from "../../../api/monitor-reads.ts";
import { PATHS } from "../../../lib/paths.ts";
import { MessageStatus } from "../../../parts/message-status.tsx";
import { TopicWords } from "../../../parts/topic-words.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";

const MOST_SHOWN = 6;

/** Keeps the place of the list while it is read, so that nothing below it jumps. */
export function ToldSkeleton() {
  return (
    <div className="grid gap-2.5 border-line border-t px-4 py-3 sm:px-5">
      <Skeleton className="h-4 w-28" />
      <Skeleton className="h-4 w-72 max-w-full" />
    </div>
  );
}

/** Who was told of the outage, and whether it arrived. */
export function ToldList({ incident }: { readonly incident: IncidentDetailsAnswer }) {
  const { id: incidentId, n, messages } = incident;
  return (
    <div className="border-line border-t px-4 py-3 sm:px-5">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-medium text-sm">Who was told</h2>
        <Link to={PATHS.incident} params={{ id: incidentId }} className="link text-sm">
          Incident {n}
        </Link>
      </div>
      {messages.length === 0 && <p className="text-soft">Nobody: its topics have no integration that wants to know.</p>}
      <ul className="grid gap-1">
        {messages.slice(0, MOST_SHOWN).map((message) => {
          return (
            <li key={message.id} className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
              <MessageStatus status={message.status} />
              <Link to={PATHS.message} params={{ id: message.id }} className="min-w-0 truncate hover:underline">
                <TopicWords text={message.topic} /> by {message.integration}
              </Link>
              <span className="text-soft text-sm">
                <RelativeTime at={message.finishedAt ?? message.createdAt} />
                {isUnsent(message.status) && message.lastReason !== null && `: ${message.lastReason}`}
              </span>
            </li>
          );
        })}
      </ul>
      {messages.length > MOST_SHOWN && (
        <p className="mt-1 text-soft text-sm">and {messages.length - MOST_SHOWN} more, in the log below</p>
      )}
    </div>
  );
}

function isUnsent(status: IncidentDetailsAnswer["messages"][number]["status"]): boolean {
  return status === "waiting" || status === "dead";
}
