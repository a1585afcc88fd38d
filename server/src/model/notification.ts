import type { AlarmFacts } from "./alarm.ts";
import type { MonitorKind, NotifyOn, Severity, StoredStatus } from "./monitor.ts";
import type { Gap } from "./signal.ts";
import type { Reason, TransitionTo } from "./transition.ts";

export const EVENTS = [
  "down",
  "up",
  "changed",
  "was-down",
  "recovered-late",
  "publication",
  "test",
  "suspended",
  "digest",
] as const;
/**
 * What a notification tells. `suspended`: another integration of the topic was given up. `digest`: what many messages
 * would have told that came faster than the integration may be sent to.
 */
export type Event = (typeof EVENTS)[number];

export type Scalar = string | number | boolean | null;

interface CommonFacts {
  readonly projectName: string;
  /** Full name of the topic. */
  readonly topic: string;
  readonly at: number;
}

/** What was true of a monitor at the event. Messages are rendered from this and nothing else. */
export interface MonitorFacts extends CommonFacts {
  readonly type: "monitor";
  readonly monitorId: string;
  readonly name: string;
  readonly slug: string | null;
  readonly tags: readonly string[];
  readonly description: string;
  readonly kind: MonitorKind;
  readonly severity: Severity;
  readonly status: TransitionTo;
  readonly previousStatus: StoredStatus;
  /** The schedule in plain English. */
  readonly schedule: string;
  readonly reason: Reason;
  readonly lastPingAt: number | null;
  readonly expectedAt: number | null;
  /** When the outage began; null outside one. */
  readonly downAt: number | null;
  /** When it ended; null while it lasts. */
  readonly upAt: number | null;
  readonly gaps: readonly Gap[];
  /** What an alarm said; absent for every other kind. */
  readonly alarm?: AlarmFacts | undefined;
  /** The monitor's page. */
  readonly url: string;
}

export interface PublicationFacts extends CommonFacts {
  readonly type: "publication";
  readonly metadata: Readonly<Record<string, Scalar>>;
  /** The alarm that was published, because it cannot resolve or could not be read; absent otherwise. */
  readonly alarm?: AlarmFacts | undefined;
}

export interface TestFacts extends CommonFacts {
  readonly type: "test";
  readonly integration: string;
}

export interface SuspendedFacts extends CommonFacts {
  readonly type: "suspended";
  readonly integration: string;
  readonly provider: string;
  readonly reason: string;
  /** The topic's page. */
  readonly url: string;
}

/** What became of one monitor, as a digest tells it. */
export interface DigestEntry {
  readonly monitorId: string;
  readonly name: string;
  readonly severity: Severity;
  readonly status: TransitionTo;
  /** How many messages told of it. */
  readonly messages: number;
  readonly reason: string;
  readonly downAt: number | null;
  readonly upAt: number | null;
}

/** What a storm's messages told, monitor by monitor, as things stood when the digest was made. */
export interface DigestFacts extends CommonFacts {
  readonly type: "digest";
  readonly integration: string;
  /** How many messages it stands for. */
  readonly messages: number;
  readonly down: number;
  readonly recovered: number;
  /** What is down first, the worst before the others. What does not fit is only counted. */
  readonly entries: readonly DigestEntry[];
  /** The page of all monitors. */
  readonly url: string;
}

export type Facts = MonitorFacts | PublicationFacts | TestFacts | SuspendedFacts | DigestFacts;

/** A message that `route` asks the store to keep. */
export interface NewMessage {
  readonly integrationId: string;
  readonly integrationName: string;
  /** Why this integration is told, one sentence. */
  readonly reason: string;
  /**
   * What to do about a `down` of the same incident that still waits in this lane:
   * `keep` it, or `supersede` it: replace it by one `was-down` (or by nothing, with `supersede-silently`).
   */
  readonly waitingDown: "keep" | "supersede" | "supersede-silently";
  /** With true the message is made only if it superseded something. */
  readonly onlyIfSuperseding: boolean;
}

/** One publication to a topic, with all its messages, as `route` makes it. */
export interface NewNotification {
  readonly event: Event;
  readonly projectId: string;
  readonly topicId: string;
  readonly monitorId: string | null;
  /** The same from down to up; null for what is no incident. */
  readonly alertKey: string | null;
  readonly facts: Facts;
  readonly messages: readonly NewMessage[];
}

/** Which side of `notifyOn` an event belongs to; null: it is always told. */
export function notifyOnSide(event: Event): readonly NotifyOn[] | null {
  switch (event) {
    case "down":
      return ["down"];
    case "up":
      return ["up"];
    case "changed":
      return ["changed"];
    case "was-down":
    case "recovered-late":
      return ["down", "up"];
    case "publication":
    case "test":
    case "suspended":
    case "digest":
      return null;
  }
}
