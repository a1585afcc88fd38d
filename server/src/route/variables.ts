import { durationInWords, instantInWords, stretchesInWords } from "../lib/words.ts";
import type { AlarmFacts, DigestFacts, Event, Facts, MonitorFacts, Scalar } from "../model/index.ts";
import { describeDigest } from "./describe-digest.ts";
import { monitorLabel } from "./describe-monitor.ts";
import { fieldLine } from "./description.ts";

/** Every variable that an event fills itself, with what it holds. docs/variables.md lists the same. */
export const VARIABLES = {
  event:
    "What happened: `down`, `up`, `changed`, `was-down`, `recovered-late`, `publication`, `test`, `suspended` or `digest`.",
  now: "When the notification was made.",
  project: "The project's name.",
  topic: "The topic's full name, `channel+topic`.",
  name: "The monitor's name; its slug or id when it has none.",
  slug: "The monitor's slug.",
  monitor_id: "The monitor's id.",
  kind: "The monitor's kind: `heartbeat`, `probe` or `alarm`.",
  description: "The monitor's description.",
  tags: "The monitor's tags, separated by commas.",
  severity: "The monitor's severity: `critical`, `error`, `warning` or `info`.",
  status: "The status after the event: `up`, `down`, `paused` or `deleted`.",
  previous_status: "The status before the event: `new`, `up`, `down` or `paused`.",
  reason: "Why, in one sentence.",
  reason_code: "Why, as one word for programs, such as `silence`, `fail` or `run-too-long`.",
  schedule: "The monitor's schedule in plain English.",
  last_ping: "When the last success or failure was heard before the event.",
  expected: "When down: when the signal that is missing was expected. Otherwise: when the next one is.",
  down_since: "When the outage began.",
  up_at: "When the outage ended.",
  duration: "How long the outage lasted, in words; how long it has lasted so far while it goes on.",
  duration_seconds: "The same in whole seconds.",
  away: "When Watchbell itself could not take signals in, if that matters to the event.",
  source: "In alarms: the kind of system that reported it, such as `cloudmonitor`.",
  state: "In alarms: `firing`, `resolved` or `info`.",
  title: "In alarms: what the alarm is called, with what it is about. In `digest`: how many monitors are down.",
  message: "In alarms: what its source says about it. In `digest`: for how many messages it stands.",
  resource: "In alarms: what it is about, such as a host.",
  value: "In alarms: what was measured, against its threshold.",
  started: "In alarms: when it began, as its source says.",
  alarm_url: "In alarms: the source's own page of it.",
  details: "In alarms: everything else that came with it, one fact a line. In `digest`: one monitor a line.",
  url: "The page of the monitor, of the topic, or of all monitors.",
  integration: "In `test`, `suspended` and `digest`: the integration's name.",
  provider: "In `suspended`: the provider of the integration that was given up.",
} as const satisfies Readonly<Record<string, string>>;

type Values = Readonly<Record<keyof typeof VARIABLES, string>>;

/**
 * The variables of a model. In a publication the metadata's names come first and the event's own fill the rest; every
 * other event fills its own. What does not apply is empty.
 */
export function variablesOf(event: Event, facts: Facts): Readonly<Record<string, string>> {
  const own: Values = { ...EMPTY, ...commonValues(event, facts), ...factValues(facts) };
  if (facts.type !== "publication") return own;
  // Object.fromEntries defines its properties, so that a name such as `__proto__` is one like any other.
  const metadata = Object.entries(facts.metadata).map(([name, value]) => [name, scalarText(value)] as const);
  return Object.fromEntries([...Object.entries(own), ...metadata]);
}

/** A value as it stands in a message: a string as it is, a number or boolean as JSON, null as nothing. */
export function scalarText(value: Scalar): string {
  return value === null ? "" : String(value);
}

const EMPTY: Values = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, ""])) as Values;

function commonValues(event: Event, facts: Facts): Partial<Values> {
  return { event, now: instantInWords(facts.at), project: facts.projectName, topic: facts.topic };
}

function factValues(facts: Facts): Partial<Values> {
  switch (facts.type) {
    case "monitor":
      return monitorValues(facts);
    case "publication":
      return facts.alarm ? { ...alarmValues(facts.alarm), severity: facts.alarm.severity } : {};
    case "test":
      return { integration: facts.integration };
    case "suspended": {
      const { integration, provider, reason, url } = facts;
      return { integration, provider, reason, url };
    }
    case "digest":
      return digestValues(facts);
  }
}

function monitorValues(facts: MonitorFacts): Partial<Values> {
  const durationMs = facts.downAt === null ? null : (facts.upAt ?? facts.at) - facts.downAt;
  return {
    name: monitorLabel(facts),
    slug: facts.slug ?? "",
    monitor_id: facts.monitorId,
    kind: facts.kind,
    description: facts.description,
    tags: facts.tags.join(", "),
    severity: facts.severity,
    status: facts.status,
    previous_status: facts.previousStatus,
    reason: facts.reason.text,
    reason_code: facts.reason.code,
    schedule: facts.schedule,
    last_ping: instantOrEmpty(facts.lastPingAt),
    expected: instantOrEmpty(facts.expectedAt),
    down_since: instantOrEmpty(facts.downAt),
    up_at: instantOrEmpty(facts.upAt),
    duration: durationMs === null ? "" : durationInWords(durationMs),
    duration_seconds: durationMs === null ? "" : String(Math.max(0, Math.floor(durationMs / 1000))),
    away: stretchesInWords(facts.gaps),
    ...(facts.alarm && alarmValues(facts.alarm)),
    url: facts.url,
  };
}

function digestValues(facts: DigestFacts): Partial<Values> {
  const { title, summary, fields } = describeDigest(facts);
  const { integration, url } = facts;
  const status = facts.down > 0 ? "down" : "up";
  return { title, message: summary, details: fields.map(fieldLine).join("\n"), status, integration, url };
}

function alarmValues(alarm: AlarmFacts): Partial<Values> {
  return {
    source: alarm.source,
    state: alarm.state,
    title: alarm.title,
    message: alarm.summary,
    resource: alarm.resource ?? "",
    value: alarm.value ?? "",
    started: instantOrEmpty(alarm.startsAt),
    alarm_url: alarm.url ?? "",
    details: [...alarm.fields, ...alarm.rest].map(fieldLine).join("\n"),
  };
}

function instantOrEmpty(at: number | null): string {
  return at === null ? "" : instantInWords(at);
}
