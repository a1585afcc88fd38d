import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Message, monitorMessagesQuery } from "../../api/messages.ts";
import type { Monitor } from "../../api/monitors.ts";
import { pingFromHere } from "../../api/ping.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { PATHS } from "../../lib/paths.ts";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { RelativeTime } from "../../ui/time.tsx";

interface AllDoneProps {
  readonly monitor: Monitor;
  /** The last step has ended just now: the reader goes on here. */
  readonly isNews: boolean;
  readonly onAnother: () => void;
}

/** What the first steps came to: a real alert to look at, and where to go from here. */
export function AllDone({ monitor, isNews, onAnother }: AllDoneProps) {
  return (
    <section aria-labelledby="all-done" className="mt-6 grid gap-5 rounded-lg border border-line bg-surface p-5">
      <div className="grid gap-1">
        <h2
          ref={isNews ? focusOnMount : undefined}
          tabIndex={-1}
          id="all-done"
          className="wrap-anywhere font-semibold text-lg outline-none"
        >
          {monitor.name} is watched
        </h2>
        <p className="text-soft">
          Expected {monitor.scheduleText ?? "again and again"}. What is left: put the line at the end of the job itself.
        </p>
      </div>
      <RealAlert monitor={monitor} />
      <div className="flex flex-wrap gap-3">
        <Link to={PATHS.monitors} className={buttonClass("primary")}>
          Go to the monitors
        </Link>
        <Link to={PATHS.monitor} params={{ id: monitor.id }} className={buttonClass("plain")}>
          Look at this one
        </Link>
        <Button look="quiet" onClick={onAnother}>
          Watch another
        </Button>
      </div>
    </section>
  );
}

/** Lets the monitor fail once, to see what an outage looks like. */
function RealAlert({ monitor }: { readonly monitor: Monitor }) {
  const api = useApi();
  const project = useProject();
  const refetchInterval = usePollInterval();
  const { data: messages = [] } = useQuery({ ...monitorMessagesQuery(api, project.id, monitor.id), refetchInterval });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isDown = monitor.status === "down";
  const url = monitor.pingUrl;
  if (url === null) return null;
  const ping = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await pingFromHere(url, isDown ? "success" : "fail");
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-3 rounded-md bg-sunken p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="font-medium">{isDown ? "Now end the outage" : "See a real alert"}</div>
          <p className="text-sm text-soft">
            {isDown
              ? "A good ping makes it up again, and whoever was told is told so."
              : "Say that the job failed, as its own script would: the monitor goes down and its topic is told."}
          </p>
        </div>
        <StatusBadge status={monitor.status} />
        <Button busy={busy} onClick={() => void ping()}>
          {isDown ? "Ping it up again" : "Let it fail once"}
        </Button>
      </div>
      <div role="alert" className="empty:hidden">
        {problem !== null && <FieldError>{problem}</FieldError>}
      </div>
      {messages.length > 0 && (
        <ul aria-label="What was sent" aria-live="polite" className="grid gap-1.5 border-line border-t pt-3">
          {messages.map((message) => (
            <SentMessage key={message.id} message={message} />
          ))}
        </ul>
      )}
    </div>
  );
}

function SentMessage({
  message: { id, event, integration, status, lastReason, createdAt },
}: {
  readonly message: Message;
}) {
  const arrived = status === "delivered" || status === "accepted";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={arrived ? "up" : status === "dead" ? "down" : "late"}>{status}</Badge>
      <Link to={PATHS.message} params={{ id }} className="link min-w-0 break-words">
        {event} to {integration}
      </Link>
      <span className="wrap-anywhere min-w-0 flex-1 basis-40 text-sm text-soft">{lastReason ?? "on its way"}</span>
      <span className="text-sm text-soft">
        <RelativeTime at={createdAt} />
      </span>
    </li>
  );
}
