import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type MessageDetails, messageQuery } from "../../api/messages.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { MESSAGE_LOOKS, MessageStatus } from "../../parts/message-status.tsx";
import { messageTitle } from "../../parts/message-title.ts";
import { NotThere } from "../../parts/not-there.tsx";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { Button } from "../../ui/button.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { AttemptTimeline } from "./attempt-timeline.tsx";
import { MessageFacts } from "./message-facts.tsx";
import { MessageText } from "./message-text.tsx";
import { OtherTargets } from "./other-targets.tsx";
import { useReplay } from "./replay-bar.tsx";

/** One message: why it was made, what became of it, and every attempt with what the target answered. */
export function MessagePage() {
  const { id } = useParams({ from: "/app/messages/$id" });
  const refetchInterval = usePollInterval();
  const { data, error, refetch } = useQuery({ ...messageQuery(useApi(), useProject().id, id), refetchInterval });
  if (isNotFound(error)) return <GoneMessage />;
  if (data !== undefined) return <ShownMessage message={data} />;
  if (error === null) return <SkeletonRows />;
  return <ErrorState title="The message could not be read" error={error} onRetry={() => void refetch()} />;
}

function ShownMessage({ message }: { readonly message: MessageDetails }) {
  const project = useProject();
  const names = useMonitorNames();
  const { id, status, integration } = message;
  const replay = useReplay(() => undefined);
  // Without its integration there is nobody to send it.
  const canReplay = status === "dead" && integration !== "(removed)" && project.may("write");
  return (
    <Page
      title={messageTitle(message, names)}
      crumb={
        <Link to={PATHS.messages} className="hover:underline">
          Messages
        </Link>
      }
      aside={<MessageStatus status={status} />}
      actions={
        canReplay && (
          <Button look="primary" icon={RotateCcw} busy={replay.busy} onClick={() => void replay.run({ ids: [id] })}>
            Send it again
          </Button>
        )
      }
    >
      <p className="-mt-3 mb-5 text-soft">{MESSAGE_LOOKS[status].text}</p>
      <div className="grid grid-cols-1 gap-x-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title="Attempts">
            <AttemptTimeline message={message} />
          </Section>
          {project.may("write") && integration !== "(removed)" && <MessageText message={message} />}
        </div>
        <div className="min-w-0">
          <Section title="About it">
            <MessageFacts message={message} />
          </Section>
          <OtherTargets message={message} />
        </div>
      </div>
    </Page>
  );
}

function GoneMessage() {
  return (
    <NotThere title="There is no such message" to={PATHS.messages} link="Go to the messages">
      Old messages are removed after a while, or it belongs to another project.
    </NotThere>
  );
}
