import type { Severity } from "./monitor.ts";

/** A fact of an alarm with its name; a value of several lines is indented where it is nested. */
export interface AlarmField {
  readonly label: string;
  readonly value: string;
}

export const ALARM_STATES = ["firing", "resolved", "info"] as const;
/** `info`: it cannot resolve, or says nothing of a state; it is told every time. */
export type AlarmState = (typeof ALARM_STATES)[number];

/** What a person reads of an alarm, most telling first. Every text is bounded and free of control characters. */
export interface AlarmText {
  /** One line. */
  readonly title: string;
  /** One or two sentences; empty when the rest says it all. */
  readonly summary: string;
  /** What it is about, such as a host; null when the source names nothing. */
  readonly resource: string | null;
  /** What was measured, against its threshold; null when nothing was. */
  readonly value: string | null;
  /** Where and what else, in reading order. */
  readonly fields: readonly AlarmField[];
  /** When it began, as the source says. */
  readonly startsAt: number | null;
  /** The source's own page of it. */
  readonly url: string | null;
  /** What is left of the payload, nested values indented. */
  readonly rest: readonly AlarmField[];
}

/** What another monitoring system says of one problem, as a parser in `signals/alarms/` reads it. */
export interface AlarmReport extends AlarmText {
  /** The same from firing to resolved, unique in its source. */
  readonly key: string;
  /** The same for a repeat of the same delivery; null: every delivery counts. */
  readonly eventId: string | null;
  readonly state: AlarmState;
  readonly severity: Severity;
  /** It ends by itself after so long without another report; null: only its source, or a person, ends it. */
  readonly endsAfterMs: number | null;
}

/** What was last heard of an alarm monitor. */
export interface HeardAlarm {
  /** Name of the source. */
  readonly source: string;
  /** As its source says; it stays when the alarm resolves. */
  readonly severity: Severity;
  readonly text: AlarmText;
  /** When it ends by itself; null: it does not, or it is not firing. */
  readonly endsAt: number | null;
  /** How long it lasts by itself; null as above. */
  readonly endsAfterMs: number | null;
}

/** The part that an alarm has in the facts of an event. */
export interface AlarmFacts extends AlarmText {
  readonly source: string;
  readonly state: AlarmState;
  readonly severity: Severity;
  /** IANA zone in which local times are told: the project's. */
  readonly timezone: string;
}

/** How the alarms of a foreign system are read: paths such as `incident.state` or `alerts[0].labels.host`. */
export interface AlarmMapping {
  /** One path, or several whose values are joined. */
  readonly key?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  readonly resource?: string | undefined;
  readonly value?: string | undefined;
  readonly url?: string | undefined;
  readonly startsAt?: string | undefined;
  readonly id?: string | undefined;
  /** What the foreign words for a state mean. */
  readonly states?: Readonly<Record<string, AlarmState>> | undefined;
  /** What the foreign words for a severity mean. */
  readonly severities?: Readonly<Record<string, Severity>> | undefined;
}

/** How the senders of a token sign what they send: HMAC-SHA256 in hexadecimal. */
export interface AlarmSignature {
  /** The header that holds the signature. */
  readonly header: string;
  /** The header with the seconds that are signed with the body; null: the body is signed alone. */
  readonly timestampHeader: string | null;
  /** The secret, sealed. */
  readonly sealed: string;
}

/** An event of CloudMonitor with what ends it; without an end it is told every time. */
export interface AlarmEventPair {
  readonly opens: string;
  readonly ends: readonly string[];
}

/** What a token's owner decided about the alarms that come with it. */
export interface AlarmOptions {
  /** For the source `generic`; null: our own names. */
  readonly mapping: AlarmMapping | null;
  /** For the source `cloudwatch`: the SNS topics that may report; empty: any. */
  readonly snsTopics: readonly string[];
  /** For every source; null: the token alone vouches. */
  readonly signature: AlarmSignature | null;
  /** For the source `cloudmonitor`: they go before its own table. */
  readonly eventPairs: readonly AlarmEventPair[];
}

/** The options of a token that says nothing. */
export const NO_ALARM_OPTIONS: AlarmOptions = { mapping: null, snsTopics: [], signature: null, eventPairs: [] };

/** A secret in the URL with which a monitoring system reports to one topic. */
export interface AlarmToken {
  readonly id: string;
  readonly projectId: string;
  readonly topicId: string;
  readonly name: string;
  /** The first characters, enough to tell tokens apart. */
  readonly hint: string;
  /** Addresses and CIDR ranges from which it is taken; empty: from anywhere. */
  readonly allow: readonly string[];
  readonly options: AlarmOptions;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  /** When it stops working: a token that was rotated; null: it does not. */
  readonly expiresAt: number | null;
}

/** One body as a monitoring system sent it, kept beside what was made of it. */
export interface AlarmBody {
  readonly id: string;
  readonly source: string;
  readonly at: number;
  readonly contentType: string;
  /** Bytes that came; what is kept may be less. */
  readonly totalBytes: number;
  /** Why it could not be read; null when it could. */
  readonly unparsed: string | null;
}
