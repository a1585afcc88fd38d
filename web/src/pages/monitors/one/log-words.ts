import type { LogEntry, Transition } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { formatBytes } from "../../../lib/format-bytes.ts";
import { EVENT_WORDS, MESSAGE_LOOKS } from "../../../parts/message-status.tsx";
import { standingOf } from "../../../parts/monitor-status.tsx";
import type { Status } from "../../../ui/status.ts";

type Of<Type extends LogEntry["type"]> = Extract<LogEntry, { readonly type: Type }>;

/** One line of the log in words. */
export interface LogLine {
  /** Its colour; null is quiet. */
  readonly tone: Status | null;
  readonly title: string;
  readonly detail: string;
  /** At the end of the line: how long it took, how much came. */
  readonly meta: string;
}

/** Says a line of the log in words; the status of a service in its own, by the door through which it came. */
export function describeEntry(entry: LogEntry, door: Monitor["door"] = null): LogLine {
  switch (entry.type) {
    case "ping":
      return describePing(entry);
    case "result":
      return describeResult(entry);
    case "transition":
      return describeTransition(entry, door);
    case "message":
      return describeMessage(entry);
  }
}

const PINGS: Readonly<Record<Of<"ping">["ping"]["kind"], { readonly tone: Status | null; readonly title: string }>> = {
  success: { tone: "up", title: "Success" },
  start: { tone: "new", title: "Start" },
  fail: { tone: "down", title: "Fail" },
  log: { tone: null, title: "Log" },
  ignored: { tone: null, title: "Ignored" },
};

function describePing({ ping }: Of<"ping">): LogLine {
  const { tone, title } = PINGS[ping.kind];
  const { exitStatus, durationMs, bodyBytes, method, remoteAddress, userAgent } = ping;
  return {
    tone,
    title: exitStatus === null ? title : `${title}, exit status ${exitStatus}`,
    detail: [remoteAddress === "" ? method : `${method} from ${remoteAddress}`, userAgent]
      .filter((text) => text !== "")
      .join(" · "),
    meta: joined(durationMs !== null && `took ${formatDuration(durationMs)}`, bodyBytes > 0 && formatBytes(bodyBytes)),
  };
}

const VERDICTS: Readonly<
  Record<Of<"result">["result"]["verdict"], { readonly tone: Status | null; readonly title: string }>
> = {
  ok: { tone: "up", title: "Ok" },
  error: { tone: "down", title: "Error" },
  asleep: { tone: null, title: "Asleep" },
};

function describeResult({ result }: Of<"result">): LogLine {
  const { tone, title } = VERDICTS[result.verdict];
  const { totalMs } = result.timings;
  return {
    tone,
    title,
    detail: result.reason,
    meta: totalMs > 0 ? formatDuration(totalMs) : "",
  };
}

function describeTransition({ transition }: Of<"transition">, door: Monitor["door"]): LogLine {
  return {
    tone: transition.to,
    title: changeOf(transition, door),
    detail: transition.reason.text,
    meta: "",
  };
}

function changeOf({ from, to, severity }: Transition, door: Monitor["door"]): string {
  if (from === to) return `Still ${to}, now ${severity}`;
  return `${standingOf({ status: from, door }).word} → ${standingOf({ status: to, door }).word}`;
}

function describeMessage({ message }: Of<"message">): LogLine {
  const { tone, word } = MESSAGE_LOOKS[message.status];
  return {
    // That a message of an outage arrived is no green line.
    tone: tone === "down" || tone === "late" ? tone : null,
    title: `Message to ${message.topic}`,
    detail: `${EVENT_WORDS[message.event]} by ${message.integration} (${message.provider})`,
    meta: word.toLowerCase(),
  };
}

function joined(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(" · ");
}
