import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { type LogType, logQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { SearchInput } from "../../../ui/search-input.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { useFormatInstant } from "../../../ui/time.tsx";
import { LogRow } from "./log-row.tsx";
import { ToggleChips } from "./toggle-chips.tsx";

interface LogSectionProps {
  readonly monitor: Monitor;
  readonly zone: string;
  /** The kinds that are shown; empty: all. */
  readonly types: readonly string[];
  readonly onTypes: (types: readonly string[]) => void;
  /** What the lines that are shown mention; undefined: all of them. */
  readonly text: string | undefined;
  readonly onText: (text: string) => void;
}

/** What can be left out, by what a monitor of this kind has. */
const KINDS: Readonly<Record<Monitor["kind"], readonly { readonly name: LogType; readonly label: string }[]>> = {
  heartbeat: [
    { name: "ping", label: "Pings" },
    { name: "transition", label: "Changes" },
    { name: "message", label: "Messages" },
  ],
  probe: [
    { name: "result", label: "Looks" },
    { name: "transition", label: "Changes" },
    { name: "message", label: "Messages" },
  ],
  alarm: [
    { name: "transition", label: "Changes" },
    { name: "message", label: "Messages" },
  ],
};

/** Everything that was recorded of a monitor in one list, newest first; it grows by itself. */
export function LogSection({ monitor, zone, types, onTypes, text, onText }: LogSectionProps) {
  const of = useOfMonitor(monitor.id);
  const kinds = KINDS[monitor.kind];
  const chosen = kinds.map(({ name }) => name).filter((name) => types.includes(name));
  const log = useInfiniteQuery(logQuery(of, chosen, text));
  const entries = log.data?.pages.flatMap((page) => page.entries);
  const toggle = (name: LogType | "all"): void => {
    if (name === "all") {
      onTypes([]);
      return;
    }
    const next = chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
    onTypes(next.length === kinds.length ? [] : next);
  };
  return (
    <Section
      title="Log"
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-52">
            <SearchInput label="Find in the log" value={text ?? ""} onChange={onText} />
          </div>
          <ToggleChips<LogType | "all">
            label="What the log shows"
            chips={[{ name: "all", label: "All" }, ...kinds]}
            chosen={chosen.length === 0 ? ["all"] : chosen}
            onToggle={toggle}
          />
        </div>
      }
    >
      <div className="card overflow-hidden">
        {entries === undefined && log.error === null && <SkeletonRows />}
        {entries === undefined && log.error !== null && (
          <ErrorState title="The log could not be read" error={log.error} onRetry={() => void log.refetch()} />
        )}
        {entries?.length === 0 && (
          <EmptyState
            icon={ScrollText}
            title={text === undefined ? "Nothing is in the log" : "Nothing in the log fits"}
            {...(text !== undefined && { action: <Button onClick={() => onText("")}>Show the whole log</Button> })}
          >
            {sayEmpty(monitor.kind, { text, isNarrowed: chosen.length > 0 })}
          </EmptyState>
        )}
        {entries !== undefined && entries.length > 0 && (
          <LogDays entries={entries} of={of} door={monitor.door} zone={zone} />
        )}
        {log.hasNextPage && (
          <div className="border-line border-t p-2 text-center">
            <Button look="quiet" size="small" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              Show older
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

const EMPTY: Readonly<Record<Monitor["kind"], string>> = {
  heartbeat: "Each ping shows here as soon as it comes, with what it brought along.",
  probe: "Each look shows here as soon as it is done.",
  alarm: "What its source reports shows here.",
};

function sayEmpty(
  kind: Monitor["kind"],
  { text, isNarrowed }: { readonly text: string | undefined; readonly isNarrowed: boolean },
): string {
  if (text !== undefined) return `No line that is shown here mentions “${text}”.`;
  return isNarrowed ? "Nothing of this kind was recorded." : EMPTY[kind];
}

interface LogDaysProps extends Omit<Parameters<typeof LogRow>[0], "entry"> {
  readonly entries: Parameters<typeof LogRow>[0]["entry"][];
}

/** The lines with the day above those that it has. */
function LogDays({ entries, zone, ...shown }: LogDaysProps) {
  const format = useFormatInstant();
  const days = Map.groupBy(entries, ({ at }) => format(at, zone).slice(0, 10));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day}>
      <h3 className="border-line border-b bg-sunken px-3 py-1 font-medium text-soft text-xs sm:px-4">{day}</h3>
      <ul className="divide-y divide-line">
        {ofDay.map((entry) => (
          <LogRow key={keyOf(entry)} entry={entry} zone={zone} {...shown} />
        ))}
      </ul>
    </section>
  ));
}

function keyOf(entry: LogDaysProps["entries"][number]): string {
  switch (entry.type) {
    case "ping":
      return `ping-${entry.ping.n}`;
    case "result":
      return `result-${entry.result.n}`;
    case "transition":
      return `transition-${entry.transition.id}`;
    case "message":
      return `message-${entry.message.id}`;
  }
}
