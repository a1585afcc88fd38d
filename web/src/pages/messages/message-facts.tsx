import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { MessageDetails } from "../../api/messages.ts";
import { PATHS } from "../../lib/paths.ts";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { RelativeTime, Time } from "../../ui/time.tsx";

const REMOVED = "(removed)";

/** Why a message was made, for whom, and when. */
export function MessageFacts({ message }: { readonly message: MessageDetails }) {
  const { id, reason, createdAt, finishedAt, attemptCount } = message;
  return (
    <dl className="card divide-y divide-line">
      <Fact name="Why">{reason}</Fact>
      <Target message={message} />
      <Relations message={message} />
      <Fact name="Made">
        <Time at={createdAt} />{" "}
        <span className="text-soft">
          (<RelativeTime at={createdAt} />)
        </span>
      </Fact>
      {finishedAt !== null && (
        <Fact name="Finished">
          <Time at={finishedAt} />
        </Fact>
      )}
      <Fact name="Counted attempts">
        {attemptCount} <span className="text-soft">(those that count towards the retry plan)</span>
      </Fact>
      <Fact name="Id">
        <span className="flex items-center gap-1">
          <code className="min-w-0 flex-1 truncate font-mono text-sm">{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </span>
      </Fact>
    </dl>
  );
}

function Target({
  message: { topic, integration, integrationId, provider, monitorId },
}: {
  readonly message: MessageDetails;
}) {
  const names = useMonitorNames();
  const name = monitorId === null ? undefined : names.get(monitorId);
  return (
    <>
      <Fact name="To">
        <span className="flex min-w-0 items-center gap-2">
          {integration !== REMOVED && <ProviderMark kind={provider} size="small" />}
          {integration === REMOVED ? (
            "An integration that was removed since"
          ) : (
            <Link to={PATHS.messages} search={{ integration: integrationId }} className="link min-w-0 break-words">
              {integration}
            </Link>
          )}
        </span>
      </Fact>
      <Fact name="Topic">
        {topic === REMOVED ? (
          "A topic that was deleted since"
        ) : (
          <Link to={PATHS.topic} params={{ id: topic }} className="link break-all">
            <TopicWords text={topic} />
          </Link>
        )}
      </Fact>
      {monitorId !== null && (
        <Fact name="Monitor">
          {name === undefined ? (
            "A monitor that was deleted since"
          ) : (
            <Link to={PATHS.monitor} params={{ id: monitorId }} className="link break-words">
              {name}
            </Link>
          )}
        </Fact>
      )}
    </>
  );
}

/** What told it in its place, or what it told in the place of others. */
function Relations({
  message: { id, event, status, digestId, monitorId, integrationId },
}: {
  readonly message: MessageDetails;
}) {
  return (
    <>
      {digestId !== null && (
        <Fact name="Told by">
          <Link to={PATHS.message} params={{ id: digestId }} className="link">
            the digest that took its place
          </Link>
        </Fact>
      )}
      {event === "digest" && (
        <Fact name="It tells">
          <Link to={PATHS.messages} search={{ digest: id }} className="link">
            the messages that it took the place of
          </Link>
        </Fact>
      )}
      {status === "superseded" && monitorId !== null && (
        <Fact name="Told by">
          <Link to={PATHS.messages} search={{ monitor: monitorId, integration: integrationId }} className="link">
            the message that came after it
          </Link>
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-0.5 px-3 py-2">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
