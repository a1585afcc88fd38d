import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import type { Severity } from "../model/index.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { allFields } from "./shared/details-text.ts";
import { endsIncident, severityOf, sourceOf } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { targetKey } from "./shared/target-key.ts";

const Credentials = z.strictObject({
  routingKey: z
    .string()
    .regex(/^[A-Za-z0-9]{32}$/, "must be an integration key of 32 letters and digits")
    .meta({
      title: "Integration key",
      description: "Of an Events API v2 integration of the service.",
      format: "password",
    }),
  region: z.enum(["us", "eu"]).optional().meta({ title: "Region", description: "us unless given." }),
});
type Credentials = z.infer<typeof Credentials>;

interface Trigger {
  readonly event_action: "trigger";
  readonly client: string;
  readonly client_url?: string;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    /** PagerDuty knows the same four as we do. */
    readonly severity: Severity;
    readonly timestamp: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details?: Readonly<Record<string, string>>;
  };
}

/** An event but for the routing key and the key of its incident. */
export type PagerDutyPayload = Trigger | { readonly event_action: "resolve" };

const API_DOC = "https://developer.pagerduty.com/docs/events-api-v2/trigger-events/";
const OVERVIEW_DOC = "https://developer.pagerduty.com/docs/events-api-v2/overview/";
const checked = "2026-11-20";
const limits = {
  summary: { value: 1_024, unit: "characters", source: API_DOC, checked },
  dedupKey: { value: 255, unit: "characters", source: API_DOC, checked },
  event: { value: 524_288, unit: "bytes", source: OVERVIEW_DOC, checked },
} as const;

/** Left for what is added when it is sent. */
const ENVELOPE_BYTES = 1_024;
/** PagerDuty names no bound for these two; people see the beginning only. */
const MAX_SOURCE = 255;

const ORIGINS = { us: "https://events.pagerduty.com", eu: "https://events.eu.pagerduty.com" } as const;

/** Opens and resolves incidents through the Events API v2 of PagerDuty. */
export const pagerduty: Provider<Credentials, PagerDutyPayload> = {
  kind: "pagerduty",
  title: "PagerDuty",
  Credentials,
  limits,
  rate: { tokens: 10, perMs: 5_000 },
  keepsIncidents: true,
  publicCredentials: ["region"],
  escape: cleanText,
  render: (input, model) => (endsIncident(input.event) ? { event_action: "resolve" } : trigger(input, model)),
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const { routingKey: routing_key, region = "us" } = credentials;
    const dedup_key = targetKey({ alertKey, messageId }, limits.dedupKey.value);
    const url = `${ORIGINS[region]}/v2/enqueue`;
    return outcomeOfEvent(await http.request(jsonPost(url, { routing_key, dedup_key, ...payload })), now);
  },
};

function trigger(input: RenderInput, model: string | null): Trigger {
  const { event, facts } = input;
  const description = describeEvent(event, facts);
  const { title, summary, url } = description;
  const plain = summary === "" ? title : `${title}: ${summary}`;
  const text = model === null ? cleanText(plain) : modelText(input, model, cleanText);
  const link = url === null ? {} : { client_url: url, links: [{ href: url, text: "Open in Watchbell" }] };
  const payload = {
    summary: truncate(text, limits.summary.value),
    source: truncate(sourceOf(facts), MAX_SOURCE),
    severity: severityOf(facts),
    timestamp: new Date(facts.at).toISOString(),
    group: truncate(facts.projectName, MAX_SOURCE),
    class: facts.type === "monitor" ? facts.reason.code : event,
  };
  const custom_details = Object.fromEntries(allFields(description).map(([label, value]) => [label, cleanText(value)]));
  const whole = {
    event_action: "trigger",
    client: "Watchbell",
    ...link,
    payload: { ...payload, custom_details },
  } as const;
  const size = Buffer.byteLength(JSON.stringify(whole));
  return size <= limits.event.value - ENVELOPE_BYTES ? whole : { ...whole, payload };
}

const Answer = z.object({
  status: z.string(),
  message: z.string().optional(),
  errors: z.array(z.string()).optional(),
});

/** Success is 202 with `success` in it. A 400 about the routing key condemns every message, any other only this one. */
function outcomeOfEvent(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  const said = readAnswer(Answer, result.body);
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 202 && said?.status === "success") return { kind: "accepted", answer };
    const reason = `The answer was ${result.status}, but not the 202 with "success" that PagerDuty gives.`;
    return { kind: "unknown", reason, answer };
  }
  const faults = [said?.message ?? "", ...(said?.errors ?? [])];
  if (result.status === 400 && faults.some((fault) => /routing.?key/i.test(fault))) {
    return { kind: "rejected", suspend: true, reason: "PagerDuty does not know this integration key.", answer };
  }
  return outcome;
}
