import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import type { Event, Facts } from "../model/index.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { allFields } from "./shared/details-text.ts";
import { severityOf, sourceOf } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { modelText } from "./shared/model-text.ts";
import { withOwnWait } from "./shared/own-wait.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { shortHash } from "./shared/target-key.ts";

const Credentials = z.strictObject({
  dsn: z
    .string()
    .max(2_048)
    .refine((text) => parseDsn(text) !== null, "must be a DSN such as https://key@o1.ingest.sentry.io/42")
    .meta({
      title: "DSN",
      description: "In Sentry: the project, Settings, Client Keys.",
      examples: ["https://key@o1.ingest.sentry.io/42"],
    }),
  environment: z
    .string()
    .regex(/^[^\s/\p{Cc}]{1,64}$/u, "must be one word of at most 64 characters, without a slash")
    .optional()
    .meta({ title: "Environment", examples: ["production"] }),
});
type Credentials = z.infer<typeof Credentials>;

/** An event but for its id and the fingerprint that keeps an outage in one issue. */
export interface SentryPayload {
  readonly timestamp: number;
  readonly platform: "other";
  readonly level: "fatal" | "error" | "warning" | "info";
  readonly logger: "watchbell";
  readonly logentry: { readonly formatted: string };
  readonly server_name: string;
  readonly environment?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, string>>;
}

const ENVELOPE_DOC = "https://develop.sentry.dev/sdk/foundations/transport/envelopes/";
const EVENT_DOC = "https://develop.sentry.dev/sdk/foundations/transport/event-payloads/";
const checked = "2026-11-20";
const limits = {
  event: { value: 1_000_000, unit: "bytes", source: ENVELOPE_DOC, checked },
  message: { value: 8_192, unit: "characters", source: EVENT_DOC, checked },
  tag: { value: 200, unit: "characters", source: EVENT_DOC, checked },
} as const;

/** Left for the id and the fingerprint. */
const ENVELOPE_BYTES = 1_024;
const LEVELS = { critical: "fatal", error: "error", warning: "warning", info: "info" } as const;

/** Sends events to Sentry, or to anything that takes its envelopes. */
export const sentry: Provider<Credentials, SentryPayload> = {
  kind: "sentry",
  title: "Sentry",
  Credentials,
  limits,
  rate: { tokens: 50, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["environment"],
  escape: cleanText,
  render: renderEvent,
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const dsn = parseDsn(credentials.dsn);
    if (dsn === null) throw new Error("credentials that passed their schema hold a DSN that does not parse");
    const event_id = shortHash(messageId);
    const fingerprint = alertKey === null ? {} : { fingerprint: [alertKey] };
    const event = JSON.stringify({ event_id, ...payload, ...fingerprint });
    const result = await http.request({
      method: "POST",
      url: dsn.url,
      headers: {
        "content-type": "application/x-sentry-envelope",
        "x-sentry-auth": `Sentry sentry_version=7, sentry_client=watchbell/1, sentry_key=${dsn.key}`,
      },
      body: [
        JSON.stringify({ event_id, sent_at: new Date(now).toISOString() }),
        JSON.stringify({ type: "event", length: Buffer.byteLength(event) }),
        event,
        "",
      ].join("\n"),
    });
    return outcomeOfEnvelope(result, now);
  },
};

/** `scheme://key@host/path/project`; older ones have a second key after a colon, which nobody asks for any more. */
function parseDsn(dsn: string): { readonly url: string; readonly key: string } | null {
  const url = URL.parse(dsn);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  const parts = /^(.*)\/([A-Za-z0-9]+)$/.exec(url.pathname);
  if (parts === null || !/^[A-Za-z0-9]+$/.test(url.username)) return null;
  return { url: `${url.origin}${parts[1]}/api/${parts[2]}/envelope/`, key: url.username };
}

function renderEvent(input: RenderInput, model: string | null, { environment }: Credentials): SentryPayload {
  const { event, facts } = input;
  const description = describeEvent(event, facts);
  const { title, summary, url } = description;
  const plain = summary === "" ? title : `${title}: ${summary}`;
  const text = model === null ? cleanText(plain) : modelText(input, model, cleanText);
  const payload = {
    timestamp: facts.at / 1_000,
    platform: "other",
    level: levelOf(event, facts),
    logger: "watchbell",
    logentry: { formatted: truncate(text, limits.message.value) },
    server_name: sourceOf(facts),
    ...(environment === undefined ? {} : { environment }),
    tags: tagsOf(event, facts),
  } as const;
  const link = url === null ? [] : [["Watchbell", url]];
  const extra = Object.fromEntries([...allFields(description), ...link]);
  const whole = { ...payload, extra };
  return Buffer.byteLength(JSON.stringify(whole)) <= limits.event.value - ENVELOPE_BYTES ? whole : payload;
}

/** What is bad has the monitor's severity; that it is over again is information. */
function levelOf(event: Event, facts: Facts): SentryPayload["level"] {
  const bad = event === "down" || event === "changed" || event === "suspended" || event === "digest";
  return bad ? LEVELS[severityOf(facts)] : "info";
}

/** A tag's value is one line. */
function tagsOf(event: Event, facts: Facts): Readonly<Record<string, string>> {
  const monitor = facts.type === "monitor" ? { monitor: sourceOf(facts) } : {};
  const tags = { event, project: facts.projectName, topic: facts.topic, ...monitor };
  const entries = Object.entries(tags).map(([name, value]) => [
    name,
    truncate(cleanText(value).replace(/\s+/g, " ").trim(), limits.tag.value),
  ]);
  return Object.fromEntries(entries);
}

const Taken = z.object({ id: z.string().min(1) });
const Refused = z.object({ detail: z.string() });

/** Success is 200 with the event's id. A 401 or 403 in Sentry's own words is about the DSN. */
function outcomeOfEnvelope(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  if (outcome.kind === "limited") return withOwnWait(outcome, result, limitMs(result.headers["x-sentry-rate-limits"]));
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 200 && readAnswer(Taken, result.body) !== null) return outcome;
    return { kind: "unknown", reason: `The answer was ${result.status}, but without the id of the event.`, answer };
  }
  if ((result.status === 401 || result.status === 403) && readAnswer(Refused, result.body) !== null) {
    return { kind: "rejected", suspend: true, reason: "Sentry takes no events for this DSN any more.", answer };
  }
  return outcome;
}

/** https://develop.sentry.dev/sdk/rate-limiting/: `seconds:categories:…`, comma-separated; no category means all. */
function limitMs(header: string | undefined): number | null {
  const waits = (header ?? "").split(",").flatMap((limit) => {
    const [seconds = "", categories = ""] = limit.trim().split(":");
    const ours = categories === "" || /(?:^|;)(?:default|error)(?:;|$)/.test(categories);
    return ours && Number(seconds) > 0 ? [Math.ceil(Number(seconds) * 1_000)] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}
