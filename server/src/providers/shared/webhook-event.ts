import type { AlarmFacts, DigestEntry, DigestFacts, Event, Facts, MonitorFacts, Scalar } from "../../model/index.ts";
import { describeEvent } from "../../route/describe-event.ts";

/** The default body of a webhook but for `id` and `alertKey`; docs/providers/webhook.md shows it. Instants are ISO 8601. */
export interface WebhookEvent {
  readonly event: Event;
  readonly time: string;
  readonly project: string;
  readonly topic: string;
  /** The default text, for receivers that only pass it on. */
  readonly title: string;
  readonly summary: string;
  readonly url: string | null;
  readonly monitor?: WebhookMonitor;
  readonly alarm?: WebhookAlarm;
  readonly metadata?: Readonly<Record<string, Scalar>>;
  readonly digest?: WebhookDigest;
  readonly integration?: { readonly name: string; readonly provider?: string; readonly reason?: string };
}

type Copied = "name" | "slug" | "tags" | "description" | "kind" | "severity" | "status" | "previousStatus" | "schedule";

interface WebhookMonitor extends Pick<MonitorFacts, Copied | "reason"> {
  readonly id: string;
  readonly lastPingAt: string | null;
  readonly expectedAt: string | null;
  readonly downAt: string | null;
  readonly upAt: string | null;
  /** When Watchbell itself could not take signals in. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

/** What many messages would have told. */
interface WebhookDigest extends Pick<DigestFacts, "messages" | "down" | "recovered"> {
  readonly monitors: readonly WebhookDigestEntry[];
}

interface WebhookDigestEntry extends Omit<DigestEntry, "monitorId" | "downAt" | "upAt"> {
  readonly id: string;
  readonly downAt: string | null;
  readonly upAt: string | null;
}

/** What an alarm said, in the words of docs/providers/webhook.md. */
interface WebhookAlarm extends Omit<AlarmFacts, "startsAt" | "timezone"> {
  readonly startsAt: string | null;
}

/** Says an event in the shape that receivers get. */
export function webhookEvent(event: Event, facts: Facts): WebhookEvent {
  const { title, summary, url } = describeEvent(event, facts);
  const { projectName: project, topic, at } = facts;
  const common = { event, time: iso(at), project, topic, title, summary, url };
  switch (facts.type) {
    case "monitor":
      return { ...common, monitor: webhookMonitor(facts), ...alarmPart(facts) };
    case "publication":
      return { ...common, metadata: facts.metadata, ...alarmPart(facts) };
    case "test":
      return { ...common, integration: { name: facts.integration } };
    case "suspended": {
      const { integration: name, provider, reason } = facts;
      return { ...common, integration: { name, provider, reason } };
    }
    case "digest":
      return { ...common, integration: { name: facts.integration }, digest: webhookDigest(facts) };
  }
}

function webhookMonitor(facts: MonitorFacts): WebhookMonitor {
  const { name, slug, tags, description, kind, severity, status, previousStatus, schedule, reason } = facts;
  return {
    id: facts.monitorId,
    name,
    slug,
    tags,
    description,
    kind,
    severity,
    status,
    previousStatus,
    schedule,
    reason,
    lastPingAt: isoOrNull(facts.lastPingAt),
    expectedAt: isoOrNull(facts.expectedAt),
    downAt: isoOrNull(facts.downAt),
    upAt: isoOrNull(facts.upAt),
    gaps: facts.gaps.map(({ fromAt, toAt }) => ({ from: iso(fromAt), to: iso(toAt) })),
  };
}

function webhookDigest({ messages, down, recovered, entries }: DigestFacts): WebhookDigest {
  const monitors = entries.map(({ monitorId: id, downAt, upAt, ...same }) => ({
    id,
    ...same,
    downAt: isoOrNull(downAt),
    upAt: isoOrNull(upAt),
  }));
  return { messages, down, recovered, monitors };
}

function alarmPart({ alarm }: { readonly alarm?: AlarmFacts | undefined }): { readonly alarm?: WebhookAlarm } {
  if (!alarm) return {};
  const { timezone: _onlyForWords, startsAt, ...same } = alarm;
  return { alarm: { ...same, startsAt: isoOrNull(startsAt) } };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
