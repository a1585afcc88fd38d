import {
  ArrowDownToLine,
  ArrowRightLeft,
  ChevronRight,
  CircleX,
  FileText,
  type LucideIcon,
  MessageSquare,
  Play,
  Radar,
} from "lucide-react";
import { useState } from "react";
import type { LogEntry, OfMonitor } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { classNames } from "../../../lib/class-names.ts";
import { ReasonText } from "../../../parts/reason-text.tsx";
import { TopicWords } from "../../../parts/topic-words.tsx";
import { STATUS_LOOKS } from "../../../ui/status.ts";
import { useFormatInstant } from "../../../ui/time.tsx";
import { LogDetails } from "./log-details.tsx";
import { describeEntry } from "./log-words.ts";

interface LogRowProps {
  readonly entry: LogEntry;
  readonly of: OfMonitor;
  readonly door: Monitor["door"];
  readonly zone: string;
}

/** One line of the log; opened, it shows all that is known. */
export function LogRow({ entry, of, door, zone }: LogRowProps) {
  const [open, setOpen] = useState(false);
  const format = useFormatInstant();
  const { tone, title, detail, meta } = describeEntry(entry, door);
  const Sign = signOf(entry);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[auto_auto_minmax(0,1fr)_auto] items-baseline gap-x-2.5 px-3 py-1.5 hover:bg-hover sm:px-4 [&::-webkit-details-marker]:hidden">
          <time dateTime={entry.at} title={format(entry.at, zone)} className="text-sm text-soft tabular-nums">
            {format(entry.at, zone).slice(11, 19)}
          </time>
          <Sign
            aria-hidden
            size={15}
            className={classNames("mt-0.5 shrink-0 self-start", tone === null ? "text-soft" : STATUS_LOOKS[tone].text)}
          />
          <span className="min-w-0 sm:truncate">
            <span className={classNames("font-medium", tone !== null && STATUS_LOOKS[tone].text)}>
              <TopicWords text={title} />
            </span>{" "}
            <span className="text-soft max-sm:block max-sm:truncate max-sm:text-sm">
              <ReasonText text={detail} zone={zone} />
            </span>
            {meta !== "" && <span className="block text-soft text-sm tabular-nums sm:hidden">{meta}</span>}
          </span>
          <span className="flex items-center gap-1 self-start whitespace-nowrap text-sm text-soft tabular-nums">
            <span className="max-sm:hidden">{meta}</span>
            <ChevronRight aria-hidden size={14} className="my-1 shrink-0 group-open:rotate-90" />
          </span>
        </summary>
        {open && (
          <div className="border-line border-t bg-canvas px-3 py-3 sm:px-4">
            <LogDetails entry={entry} of={of} zone={zone} />
          </div>
        )}
      </details>
    </li>
  );
}

function signOf(entry: LogEntry): LucideIcon {
  switch (entry.type) {
    case "ping":
      return { success: ArrowDownToLine, start: Play, fail: CircleX, log: FileText, ignored: ArrowDownToLine }[
        entry.ping.kind
      ];
    case "result":
      return entry.result.verdict === "error" ? CircleX : Radar;
    case "transition":
      return ArrowRightLeft;
    case "message":
      return MessageSquare;
  }
}
