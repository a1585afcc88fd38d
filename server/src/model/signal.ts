import type { Actor } from "./actor.ts";
import type { AlarmReport } from "./alarm.ts";
import type { MonitorConfig } from "./monitor.ts";
import type { ProbeOutcome } from "./probe.ts";

export type PingAction = "success" | "start" | "fail" | "log";

/** What the wire said of the sender of a ping. Shown in the ping log, never used for a decision but `method`. */
export interface PingSource {
  readonly method: string;
  readonly scheme: string;
  readonly remoteAddress: string;
  readonly userAgent: string;
  /** What the body is announced as; null when nothing is said. */
  readonly contentType: string | null;
}

/** One heartbeat signal, as the wire brought it. */
export interface PingSignal {
  readonly type: "ping";
  /** What the URL asked for. An exit status other than 0 comes as `fail`, 0 as `success`. */
  readonly action: PingAction;
  /** The exit status in the URL, 0 to 255; null when it had none. */
  readonly exitStatus: number | null;
  /** Canonical lower-case UUID that pairs a start with its end. */
  readonly runId: string | null;
  readonly source: PingSource;
  /** The first bytes of the body, as many as the body limit keeps; null when there was none. */
  readonly body: Uint8Array | null;
}

/** What another monitoring system says of the problem that an alarm monitor stands for. */
export interface AlarmSignal {
  readonly type: "alarm";
  /** Name of the source. */
  readonly source: string;
  readonly report: AlarmReport;
}

/** What a probe found. Whoever lost the lease meanwhile is not heard. */
export interface ProbeSignal extends ProbeOutcome {
  readonly type: "probe";
  readonly leaseId: string;
  /** When the probe was claimed, from which the next one counts. */
  readonly startedAt: number;
}

/** Time passed: the judge looks whether a deadline did. */
export interface TimeSignal {
  readonly type: "time";
}

/** How the tags of a monitor change. */
export interface Retag {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** An operator's command. `actor` is who gave it, for the history. */
export type CommandSignal =
  | { readonly type: "pause"; readonly actor: Actor }
  | { readonly type: "resume"; readonly actor: Actor }
  | { readonly type: "probe-now"; readonly actor: Actor }
  | { readonly type: "acknowledge"; readonly actor: Actor; readonly note?: string | undefined }
  | { readonly type: "resolve"; readonly actor: Actor; readonly note?: string | undefined }
  | {
      readonly type: "configure";
      readonly actor: Actor;
      readonly patch: Partial<MonitorConfig>;
      /** Tags to come and to go, whatever others it has by then. */
      readonly retag?: Retag | undefined;
    }
  | { readonly type: "delete"; readonly actor: Actor };

export type Signal = PingSignal | ProbeSignal | AlarmSignal | TimeSignal | CommandSignal;

/** A stretch in which we could not take signals in. */
export interface Gap {
  readonly fromAt: number;
  readonly toAt: number;
}
