import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { messageOf } from "../../../api/api-error.ts";
import {
  type LogEntry,
  type OfMonitor,
  type Ping,
  type ProbeResult,
  pingBodyQuery,
} from "../../../api/monitor-reads.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { formatBytes } from "../../../lib/format-bytes.ts";
import { PATHS } from "../../../lib/paths.ts";
import { ReasonText } from "../../../parts/reason-text.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { FieldError } from "../../../ui/field.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { Time } from "../../../ui/time.tsx";
import { BodyText } from "./body-text.tsx";
import { PHASES, resultsSince } from "./timings-data.ts";

interface LogDetailsProps {
  readonly entry: LogEntry;
  readonly of: OfMonitor;
  readonly zone: string;
}

/** All that is known of one line of the log. */
export function LogDetails({ entry, of, zone }: LogDetailsProps) {
  switch (entry.type) {
    case "ping":
      return <PingDetails ping={entry.ping} of={of} zone={zone} />;
    case "result":
      return <ResultDetails result={entry.result} zone={zone} />;
    case "transition":
      return <TransitionDetails transition={entry.transition} of={of} zone={zone} />;
    case "message":
      return <MessageDetails message={entry.message} zone={zone} />;
  }
}

type Zoned<Of> = Of & Pick<LogDetailsProps, "zone">;

function PingDetails({ ping, of, zone }: Zoned<{ readonly ping: Ping; readonly of: OfMonitor }>) {
  return (
    <div className="grid gap-3">
      <Facts>
        <Fact label="Ping">
          number {ping.n}, <Time at={ping.at} zone={zone} />
        </Fact>
        <Fact label="Run id">
          {ping.runId === null ? (
            "none"
          ) : (
            <span className="flex items-center gap-1">
              <code className="min-w-0 break-all font-mono text-sm">{ping.runId}</code>
              <CopyButton text={ping.runId} label="Copy the run id" />
            </span>
          )}
        </Fact>
        {ping.exitStatus !== null && <Fact label="Exit status">{ping.exitStatus}</Fact>}
        {ping.durationMs !== null && <Fact label="Took">{formatDuration(ping.durationMs)}</Fact>}
        <Fact label="Request">
          {ping.method} over {ping.scheme}
        </Fact>
        <Fact label="From, as it says itself">{ping.remoteAddress}</Fact>
        <Fact label="User-Agent">{ping.userAgent === "" ? "none" : ping.userAgent}</Fact>
        <Fact label="Content-Type">{ping.contentType ?? "none"}</Fact>
      </Facts>
      {ping.bodyBytes === 0 ? <p className="text-soft">It came without a body.</p> : <PingBody ping={ping} of={of} />}
    </div>
  );
}

function PingBody({ ping, of }: { readonly ping: Ping; readonly of: OfMonitor }) {
  const { data, error } = useQuery(pingBodyQuery(of, ping.n));
  return (
    <div>
      <h4 className="mb-1 text-soft text-xs">Body, {formatBytes(ping.bodyBytes)}</h4>
      {data === undefined && error === null && <Skeleton className="h-16 w-full" />}
      {error !== null && <FieldError>{messageOf(error)}</FieldError>}
      {data !== undefined && <BodyText text={data} label={`the body of ping ${ping.n}`} />}
    </div>
  );
}

function ResultDetails({ result, zone }: Zoned<{ readonly result: ProbeResult }>) {
  const [timed] = resultsSince([result], 0);
  const details = Object.entries(result.details).filter(([, value]) => value !== null && value !== "");
  return (
    <Facts>
      <Fact label="Look">
        number {result.n}, <Time at={result.at} zone={zone} />
      </Fact>
      <Fact label="Took in all">{formatDuration(result.timings.totalMs)}</Fact>
      {PHASES.map(({ name, label, key }) => {
        const isKnown = key === null || result.timings[key] !== null;
        return isKnown && timed !== undefined ? (
          <Fact key={name} label={label}>
            {formatDuration(timed.phases[name])}
          </Fact>
        ) : null;
      })}
      {details.map(([name, value]) => (
        <Fact key={name} label={name}>
          {String(value)}
        </Fact>
      ))}
    </Facts>
  );
}

function TransitionDetails({
  transition,
  of,
  zone,
}: Zoned<{
  readonly transition: Extract<LogEntry, { readonly type: "transition" }>["transition"];
  readonly of: OfMonitor;
}>) {
  return (
    <Facts>
      <Fact label="At">
        <Time at={transition.at} zone={zone} />
      </Fact>
      <Fact label="Why">
        <ReasonText text={transition.reason.text} zone={zone} />
      </Fact>
      <Fact label="Reason">
        <code className="font-mono text-sm">{transition.reason.code}</code>
      </Fact>
      <Fact label="Severity">{transition.severity}</Fact>
      {transition.incident !== null && (
        <Fact label="Incident">
          <Link to={PATHS.incidents} search={{ monitor: of.id }} className="link">
            number {transition.incident} of this monitor
          </Link>
        </Fact>
      )}
      {transition.gaps.map(({ from, to }) => (
        <Fact key={from} label="Watchbell was away">
          <Time at={from} zone={zone} /> to <Time at={to} zone={zone} />
        </Fact>
      ))}
    </Facts>
  );
}

function MessageDetails({
  message,
  zone,
}: Zoned<{ readonly message: Extract<LogEntry, { readonly type: "message" }>["message"] }>) {
  return (
    <div className="grid gap-3">
      <Facts>
        <Fact label="Made">
          <Time at={message.createdAt} zone={zone} />
        </Fact>
        <Fact label="Why">
          <ReasonText text={message.reason} zone={zone} />
        </Fact>
        <Fact label="Attempts">{message.attemptCount}</Fact>
        {message.dueAt !== null && (
          <Fact label="Next try">
            <Time at={message.dueAt} zone={zone} />
          </Fact>
        )}
        {message.finishedAt !== null && (
          <Fact label="Finished">
            <Time at={message.finishedAt} zone={zone} />
          </Fact>
        )}
        {message.lastReason !== null && <Fact label="Last attempt">{message.lastReason}</Fact>}
      </Facts>
      <Link to={PATHS.message} params={{ id: message.id }} className="link w-fit">
        Open the message with its attempts
      </Link>
    </div>
  );
}

function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-3">{children}</dl>;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-xs">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
