import { Link } from "@tanstack/react-router";
import {
  ArrowUpDown,
  CircleAlert,
  CircleCheck,
  type LucideIcon,
  MailCheck,
  NotebookPen,
  UserCheck,
} from "lucide-react";
import type { ReactNode } from "react";
import type { IncidentDetails } from "../../api/incidents.ts";
import { PATHS } from "../../lib/paths.ts";
import { MessageStatus } from "../../parts/message-status.tsx";
import { ReasonText } from "../../parts/reason-text.tsx";
import { SeverityBadge } from "../../parts/severity-badge.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import { Time } from "../../ui/time.tsx";
import { TimelineEntry } from "../../ui/timeline-entry.tsx";
import type { StoryEntry } from "./build-story.ts";

type Message = IncidentDetails["messages"][number];

const LOOKS: Readonly<Record<StoryEntry["kind"], { readonly icon: LucideIcon; readonly colour: string }>> = {
  opened: { icon: CircleAlert, colour: "text-down" },
  severity: { icon: ArrowUpDown, colour: "text-late" },
  acknowledged: { icon: UserCheck, colour: "text-ink" },
  note: { icon: NotebookPen, colour: "text-soft" },
  told: { icon: MailCheck, colour: "text-soft" },
  closed: { icon: CircleCheck, colour: "text-up" },
};

/** What the events are called when a story tells that somebody was told of them. */
const TOLD: Readonly<Record<Message["event"], string>> = {
  down: "Told that it is down",
  up: "Told that it is up again",
  changed: "Told that its severity changed",
  "was-down": "Told that it was down",
  "recovered-late": "Told, late, that it is up again",
  publication: "Told",
  test: "Told as a test",
  suspended: "Told that an integration was suspended",
  digest: "Told in a digest",
};

/** What happened in an incident, one thing after the other. */
export function IncidentStory({ entries }: { readonly entries: readonly StoryEntry[] }) {
  return (
    <ol className="grid">
      {entries.map((entry, index) => (
        <Entry key={entry.id} entry={entry} isLast={index === entries.length - 1} />
      ))}
    </ol>
  );
}

function Entry({ entry, isLast }: { readonly entry: StoryEntry; readonly isLast: boolean }) {
  return (
    <TimelineEntry {...LOOKS[entry.kind]} isLast={isLast}>
      <div className="grid gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <div className="flex min-w-0 flex-wrap items-center gap-2 font-medium">{headline(entry)}</div>
          <span className="text-sm text-soft">
            <Time at={entry.at} />
          </span>
        </div>
        <EntryBody entry={entry} />
      </div>
    </TimelineEntry>
  );
}

function headline(entry: StoryEntry): ReactNode {
  switch (entry.kind) {
    case "opened":
      return "It went down";
    case "severity":
      return (
        <>
          The severity changed to <SeverityBadge severity={entry.severity} />
        </>
      );
    case "acknowledged":
      return `${entry.actor} acknowledged it`;
    case "note":
      return `${entry.actor} noted`;
    case "told":
      return TOLD[entry.event];
    case "closed":
      return entry.to === null ? "It ended" : <>It ended{entry.to !== "up" && <StatusBadge status={entry.to} />}</>;
  }
}

function EntryBody({ entry }: { readonly entry: StoryEntry }) {
  switch (entry.kind) {
    case "opened":
    case "severity":
    case "closed":
      return (
        <p className="text-soft">
          <ReasonText text={entry.text} />
        </p>
      );
    case "note":
      return <p className="mt-1 whitespace-pre-wrap rounded-md bg-sunken px-3 py-2">{entry.text}</p>;
    case "told":
      return <ToldTargets messages={entry.messages} />;
    case "acknowledged":
      return null;
  }
}

function ToldTargets({ messages }: { readonly messages: readonly Message[] }) {
  return (
    <ul className="mt-1 grid gap-1">
      {messages.map(({ id, topic, integration, provider, status, lastReason }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <MessageStatus status={status} />
          <Link to={PATHS.message} params={{ id }} className="link min-w-0 truncate">
            {integration}
          </Link>
          <Badge>{provider}</Badge>
          <span className="min-w-0 truncate text-sm text-soft">
            <TopicWords text={topic} />
          </span>
          {status === "dead" && lastReason !== null && <span className="w-full text-down text-sm">{lastReason}</span>}
        </li>
      ))}
    </ul>
  );
}
