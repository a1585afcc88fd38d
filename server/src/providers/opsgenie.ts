import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { allFields, detailsText } from "./shared/details-text.ts";
import { endsIncident, severityOf, sourceOf } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { withOwnWait } from "./shared/own-wait.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { targetKey } from "./shared/target-key.ts";

const RESPONDER_TYPES = ["team", "user", "escalation", "schedule"] as const;
const ResponderName = z.string().min(1).max(200);
const Responder = z
  .strictObject({
    type: z.enum(RESPONDER_TYPES).meta({ title: "Type" }),
    name: ResponderName.optional().meta({ title: "Name" }),
    id: ResponderName.optional().meta({ title: "Id" }),
    username: ResponderName.optional().meta({ title: "User name" }),
  })
  .refine(
    ({ id, name, username }) => [id, name, username].filter((value) => value !== undefined).length === 1,
    "must have one of id, name and username",
  );

const Credentials = z.strictObject({
  /** Which service the key belongs to; named, because Opsgenie itself ends on 2027-04-05. */
  service: z.enum(["jsm", "opsgenie", "opsgenie-eu"]).meta({ title: "Service", description: "Where the key is from." }),
  apiKey: z
    .string()
    .regex(/^[A-Za-z0-9-]{16,100}$/, "must be the API key of an integration")
    .meta({ title: "API key", description: "Of an API integration of your team.", format: "password" }),
  responders: z.array(Responder).max(50).optional().meta({
    title: "Responders",
    description: "Who is called, each with one of name, id and user name. Without them the integration decides.",
  }),
});
type Credentials = z.infer<typeof Credentials>;

interface Alert {
  readonly message: string;
  readonly description: string;
  readonly priority: "P1" | "P2" | "P3" | "P5";
  readonly entity: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly details: Readonly<Record<string, string>>;
  readonly responders?: Credentials["responders"];
}

/** An alert to open, or the end of one; its alias is added when it is sent. */
export type OpsgeniePayload =
  | { readonly kind: "create"; readonly alert: Alert }
  | { readonly kind: "close"; readonly end: { readonly source: string; readonly note: string } };

const API_DOC = "https://docs.opsgenie.com/docs/alert-api";
const checked = "2026-11-20";
const limits = {
  message: { value: 130, unit: "characters", source: API_DOC, checked },
  alias: { value: 512, unit: "characters", source: API_DOC, checked },
  description: { value: 15_000, unit: "characters", source: API_DOC, checked },
  note: { value: 25_000, unit: "characters", source: API_DOC, checked },
  details: { value: 8_000, unit: "characters in all", source: API_DOC, checked },
  entity: { value: 512, unit: "characters", source: API_DOC, checked },
  tags: { value: 20, unit: "tags", source: API_DOC, checked },
  tag: { value: 50, unit: "characters", source: API_DOC, checked },
} as const;

const BASES = {
  jsm: "https://api.atlassian.com/jsm/ops/integration/v2/alerts",
  opsgenie: "https://api.opsgenie.com/v2/alerts",
  "opsgenie-eu": "https://api.eu.opsgenie.com/v2/alerts",
} as const;
const PRIORITIES = { critical: "P1", error: "P2", warning: "P3", info: "P5" } as const;
const SOURCE = "Watchbell";

/** Opens and closes alerts of Opsgenie and of Jira Service Management, which takes its place. */
export const opsgenie: Provider<Credentials, OpsgeniePayload> = {
  kind: "opsgenie",
  title: "Opsgenie and Jira Service Management",
  Credentials,
  limits,
  rate: { tokens: 5, perMs: 1_000 },
  keepsIncidents: true,
  publicCredentials: ["service", "responders"],
  escape: cleanText,
  render(input, model, { responders }) {
    if (endsIncident(input.event)) return { kind: "close", end: { source: SOURCE, note: noteOf(input, model) } };
    const alert = alertOf(input, model);
    return { kind: "create", alert: responders === undefined ? alert : { ...alert, responders } };
  },
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const alias = targetKey({ alertKey, messageId }, limits.alias.value);
    const base = BASES[credentials.service];
    const headers = { authorization: `GenieKey ${credentials.apiKey}` };
    const request =
      payload.kind === "create"
        ? jsonPost(base, { alias, ...payload.alert }, headers)
        : jsonPost(`${base}/${encodeURIComponent(alias)}/close?identifierType=alias`, payload.end, headers);
    return outcomeOfRequest(await http.request(request), now);
  },
};

function alertOf(input: RenderInput, model: string | null): Alert {
  const { event, facts } = input;
  const description = describeEvent(event, facts);
  const text = model === null ? null : modelText(input, model, cleanText);
  return {
    ...(text === null ? defaultText(description) : textOfModel(text)),
    priority: PRIORITIES[severityOf(facts)],
    entity: truncate(sourceOf(facts), limits.entity.value),
    source: SOURCE,
    tags: tagsOf(facts.type === "monitor" ? facts.tags : []),
    details: detailsOf(description),
  };
}

function defaultText(description: Description): Pick<Alert, "message" | "description"> {
  return {
    message: truncate(description.title, limits.message.value),
    description: cleanText(detailsText(description, limits.description.value)),
  };
}

/** The first line is what a phone shows, the whole text is the description. */
function textOfModel(text: string): Pick<Alert, "message" | "description"> {
  const first = text.trim().split("\n")[0] ?? "";
  return { message: truncate(first, limits.message.value), description: truncate(text, limits.description.value) };
}

function noteOf(input: RenderInput, model: string | null): string {
  const { title, summary } = describeEvent(input.event, input.facts);
  const text = model === null ? `${title}. ${summary}` : modelText(input, model, cleanText);
  return truncate(cleanText(text), limits.note.value);
}

function tagsOf(tags: readonly string[]): readonly string[] {
  return tags.slice(0, limits.tags.value).map((tag) => truncate(tag, limits.tag.value));
}

/** As many facts as fit, in their order; the description has the rest. */
function detailsOf(description: Description): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  let room: number = limits.details.value;
  for (const [label, value] of allFields(description)) {
    room -= label.length + value.length;
    if (room < 0) break;
    kept.push([label, cleanText(value)]);
  }
  return Object.fromEntries(kept);
}

const Answer = z.object({ message: z.string().optional(), requestId: z.string().optional() });

/** Success is 202 with a request's id: it is worked off later. 401, 402 and 403 in the service's own words are about the key. */
function outcomeOfRequest(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  if (outcome.kind === "limited") return withOwnWait(outcome, result, periodMs(result.headers));
  const said = readAnswer(Answer, result.body);
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 202 && said?.requestId !== undefined) return { kind: "accepted", answer };
    const reason = `The answer was ${result.status}, but not the 202 with a request id that Opsgenie gives.`;
    return { kind: "unknown", reason, answer };
  }
  if ([401, 402, 403].includes(result.status) && said?.message !== undefined) {
    const reason = `The service does not let this API key open alerts: it answered ${result.status}.`;
    return { kind: "rejected", suspend: true, reason, answer };
  }
  return outcome;
}

/** https://docs.opsgenie.com/docs/api-rate-limiting: in how many seconds the limit counts anew. */
function periodMs(headers: Readonly<Record<string, string>>): number | null {
  const seconds = Number(headers["x-ratelimit-period-in-sec"]);
  return seconds > 0 ? seconds * 1_000 : null;
}
