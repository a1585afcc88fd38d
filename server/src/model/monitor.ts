import type { HeardAlarm } from "./alarm.ts";
import type { ProbeSpec } from "./probe.ts";
import type { Schedule } from "./schedule.ts";
import type { PingAction } from "./signal.ts";

export type MonitorKind = "heartbeat" | "probe" | "alarm";

export const STORED_STATUSES = ["new", "up", "down", "paused"] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

export const SHOWN_STATUSES = ["new", "up", "late", "down", "paused"] as const;
/** What people see: the stored status, or `late` between the expected time and the deadline. */
export type ShownStatus = (typeof SHOWN_STATUSES)[number];

export const SEVERITIES = ["critical", "error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const NOTIFY_ON = ["down", "up", "changed"] as const;
/** The sides of a monitor's life that a monitor or an integration wants told. */
export type NotifyOn = (typeof NOTIFY_ON)[number];

/** Rules that turn a ping into another one before it is judged. */
export interface Filters {
  /** With `POST` a ping of any other method is recorded as `ignored`. */
  readonly methods: "any" | "POST";
  /**
   * Case-sensitive substrings looked for in the body, in the order failure, success, start.
   * Null: the body decides nothing. An explicit `/fail` or exit status always wins.
   */
  readonly body: {
    readonly failure: readonly string[];
    readonly success: readonly string[];
    readonly start: readonly string[];
    /** What a body without any of these words is. */
    readonly otherwise: "ignore" | "fail";
  } | null;
}

/** So many tags a monitor may have. */
export const MAX_TAGS = 50;

/** What people decide about a monitor. Changed only by the signal `configure`. */
export interface MonitorConfig {
  readonly name: string;
  /** Unique in the project, `[a-z0-9_-]`; null: the monitor has no slug. */
  readonly slug: string | null;
  readonly tags: readonly string[];
  readonly description: string;
  readonly kind: MonitorKind;
  /** Of a probe its interval: a period without grace, misses or calendar. */
  readonly schedule: Schedule;
  /** What a probe does; null for every other kind. */
  readonly probe: ProbeSpec | null;
  /** Full names `{channel}+{topic}`. */
  readonly topics: readonly string[];
  readonly notifyOn: readonly NotifyOn[];
  /** By when a new monitor is expected to be heard from; null: a new monitor may stay silent. */
  readonly expectFirstByAt: number | null;
  /** Of an alarm its source decides instead, as soon as it is heard (`severityOf`). */
  readonly severity: Severity;
  readonly filters: Filters;
  /** With true no ping leaves `paused`, only `resume` does. */
  readonly manualResume: boolean;
  /** Fail signals in a row that make the monitor down. */
  readonly failuresToDown: number;
  /** Success signals in a row that bring a monitor that is down up. */
  readonly successesToUp: number;
}

/** An outage that is still open. */
export interface OpenIncident {
  /** Counts the incidents of this monitor from 1. */
  readonly n: number;
  readonly openedAt: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** What the judge knows about a monitor. Changed only by the judge. */
export interface MonitorState {
  readonly status: StoredStatus;
  /** When the stored status last changed. */
  readonly statusSinceAt: number;
  /** Signals recorded so far; the number of the last ping. */
  readonly pingCount: number;
  /** The last success or fail, from which the schedule counts. */
  readonly lastPingAt: number | null;
  /** The last signal of any kind; the judge never works at an earlier time. */
  readonly lastSignalAt: number;
  /** The start of the run that is open; null when none is. */
  readonly startedAt: number | null;
  readonly startedRunId: string | null;
  /** How long the last finished run took; null when not known. */
  readonly lastDurationMs: number | null;
  /** Fail signals and probe errors so far. */
  readonly failureCount: number;
  readonly failuresInRow: number;
  readonly successesInRow: number;
  /** The first due time after the last signal; the monitor is late from then on. */
  readonly expectedAt: number | null;
  /** From this instant on silence is down. */
  readonly deadlineAt: number | null;
  readonly incident: OpenIncident | null;
  readonly incidentCount: number;
  /** What was last heard of an alarm; null before that, and for every other kind. */
  readonly alarm: HeardAlarm | null;
}

/** Who makes monitors that make themselves; their identity is unique by (project, door, key). */
export type Door = "slug" | "heartbeat" | "missme" | "alarm" | "import";

export interface Monitor {
  /** UUID; also the address of the ping URL. */
  readonly id: string;
  readonly projectId: string;
  /** Null for a monitor that a person made. */
  readonly door: Door | null;
  readonly doorKey: string | null;
  readonly createdAt: number;
  readonly config: MonitorConfig;
  readonly state: MonitorState;
}

/** How bad it is when a monitor is down: what the alarm's source says, else what people decided. */
export function severityOf({ config, state }: Pick<Monitor, "config" | "state">): Severity {
  return state.alarm?.severity ?? config.severity;
}

export type PingKind = PingAction | "ignored";

/** What the judge says of one ping; the store adds the source and the body. */
export interface JudgedPing {
  readonly n: number;
  readonly at: number;
  readonly kind: PingKind;
  readonly exitStatus: number | null;
  readonly runId: string | null;
  /** How long the run took that this ping ended; null when it ended none. */
  readonly durationMs: number | null;
}

/** One recorded ping, as the log shows it. */
export interface Ping extends JudgedPing {
  readonly method: string;
  readonly scheme: string;
  readonly remoteAddress: string;
  readonly userAgent: string;
  /** Bytes kept of the body; 0 when there was none. */
  readonly bodyBytes: number;
  /** What the body was announced as; null without a body, or when nothing was said. */
  readonly contentType: string | null;
}
