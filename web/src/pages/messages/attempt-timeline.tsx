import { CheckCheck, CircleHelp, CircleX, Clock, Hourglass, type LucideIcon, RefreshCw, Send } from "lucide-react";
import type { ReactNode } from "react";
import type { Attempt, MessageDetails } from "../../api/messages.ts";
import { formatDuration, formatSpan } from "../../lib/durations.ts";
import { ScrollText } from "../../ui/scroll-text.tsx";
import { Time } from "../../ui/time.tsx";
import { TimelineEntry } from "../../ui/timeline-entry.tsx";
import { NextTry } from "./next-try.tsx";

interface Look {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly colour: string;
}

const LOOKS: Readonly<Record<Attempt["outcome"], Look>> = {
  delivered: { word: "Delivered", icon: CheckCheck, colour: "text-up" },
  accepted: { word: "Accepted", icon: Send, colour: "text-up" },
  limited: { word: "Asked to wait", icon: Hourglass, colour: "text-late" },
  retry: { word: "Failed", icon: RefreshCw, colour: "text-down" },
  unknown: { word: "May have arrived", icon: CircleHelp, colour: "text-late" },
  rejected: { word: "Refused", icon: CircleX, colour: "text-down" },
};

/** Every attempt to deliver a message, with what the target answered and what comes next. */
export function AttemptTimeline({ message }: { readonly message: MessageDetails }) {
  const { attempts } = message;
  const next = nextOf(message);
  return (
    <ol className="grid">
      {attempts.map((attempt, index) => (
        <AttemptEntry
          key={attempt.n}
          attempt={attempt}
          before={attempts[index - 1]}
          isLast={next === null && index === attempts.length - 1}
        />
      ))}
      {next !== null && (
        <TimelineEntry icon={Clock} colour="text-soft" isLast>
          <div className="text-soft">{next}</div>
        </TimelineEntry>
      )}
    </ol>
  );
}

/** What comes after the attempts there were; null: nothing does. */
function nextOf(message: MessageDetails): ReactNode {
  const { status, dueAt, attempts } = message;
  if (status !== "waiting") return attempts.length === 0 ? "It was never tried." : null;
  if (dueAt === null) return "It waits behind an earlier message to the same integration about the same monitor.";
  return <NextTry message={message} dueAt={dueAt} />;
}

interface AttemptEntryProps {
  readonly attempt: Attempt;
  readonly before: Attempt | undefined;
  readonly isLast: boolean;
}

function AttemptEntry({ attempt, before, isLast }: AttemptEntryProps) {
  const { n, at, durationMs, outcome, reason, answer } = attempt;
  const { word, icon, colour } = LOOKS[outcome];
  const pause = before === undefined ? null : Date.parse(at) - Date.parse(before.at);
  return (
    <TimelineEntry icon={icon} colour={colour} isLast={isLast}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          <span className="text-soft">Attempt {n}:</span> <span className={colour}>{word}</span>
        </h3>
        <span className="text-sm text-soft">
          <Time at={at} />
        </span>
      </div>
      <p className="break-words">{reason}</p>
      <p className="text-sm text-soft">
        It took {formatDuration(durationMs)}
        {pause !== null && `, ${formatSpan(pause)} after the one before`}.
      </p>
      {answer !== null && answer !== "" && (
        <div className="mt-2">
          <ScrollText text={answer} label={`What the target answered to attempt ${n}`} />
        </div>
      )}
    </TimelineEntry>
  );
}
