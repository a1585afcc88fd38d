import { z } from "zod";
import type { HttpRequest, HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { detailsText } from "./shared/details-text.ts";
import { endsIncident } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { shortHash } from "./shared/target-key.ts";
import { type Urgency, urgencyOf } from "./shared/urgency.ts";

const Key = z.string().regex(/^[A-Za-z0-9]{30}$/, "must have 30 letters and digits");

const Credentials = z.strictObject({
  token: Key.meta({
    title: "Application token",
    description: "Make an application at pushover.net and copy its token.",
    format: "password",
  }),
  /** Of a person or a group. */
  user: Key.meta({
    title: "User or group key",
    description: "It stands at the top of pushover.net once you are logged in there.",
    format: "password",
  }),
  device: z
    .string()
    .regex(/^[\w-]{1,25}(?:,[\w-]{1,25})*$/, "must be a device's name, or several with commas between them")
    .optional()
    .meta({ title: "Device", description: "All devices unless given." }),
  sound: z
    .string()
    .regex(/^\w{1,32}$/, "must be the name of a sound")
    .optional()
    .meta({ title: "Sound", description: "By its name, such as siren." }),
  /** What is critical rings until somebody confirms it. */
  emergency: z
    .boolean()
    .optional()
    .meta({ title: "Ring until confirmed", description: "What is critical rings until somebody confirms it." }),
});
type Credentials = z.infer<typeof Credentials>;

export interface PushoverPayload {
  readonly title: string;
  readonly message: string;
  readonly priority: -1 | 0 | 1;
  readonly url?: string;
  /** True for what may ring until somebody confirms it. */
  readonly critical: boolean;
  /** True when it tells the end of an incident. */
  readonly ends: boolean;
}

const API_DOC = "https://pushover.net/api";
const checked = "2026-11-20";
const limits = {
  message: { value: 1_024, unit: "characters", source: `${API_DOC}#limits`, checked },
  title: { value: 250, unit: "characters", source: `${API_DOC}#limits`, checked },
  url: { value: 512, unit: "characters", source: `${API_DOC}#limits`, checked },
  emergency: { value: 10_800, unit: "seconds", source: `${API_DOC}#priority`, checked },
  rate: { value: 2, unit: "connections at once", source: `${API_DOC}#friendly`, checked },
} as const;

const API = "https://api.pushover.net/1";
/** How often an emergency rings, and for how long. */
const RING_EVERY_S = 60;
const RING_FOR_S = 3_600;
const PRIORITIES = { critical: 1, error: 0, warning: 0, info: -1, normal: 0 } as const satisfies Record<
  Urgency,
  number
>;

const Answer = z.object({
  status: z.int(),
  token: z.string().optional(),
  user: z.string().optional(),
  device: z.string().optional(),
  errors: z.array(z.string()).optional(),
});
type Answer = z.infer<typeof Answer>;
/** The tag under which an emergency rings. */
const Receipt = z.object({ tag: z.string() });

/** Sends to a person's or a group's devices through Pushover; the end of an incident silences its emergency. */
export const pushover: Provider<Credentials, PushoverPayload> = {
  kind: "pushover",
  title: "Pushover",
  Credentials,
  limits,
  rate: { tokens: 1, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["device", "sound"],
  escape: cleanText,
  render(input, model) {
    const description = describeEvent(input.event, input.facts);
    const text = model === null ? textOf(description) : modelText(input, model, cleanText);
    const urgency = urgencyOf(input.event, input.facts);
    const { title, url } = description;
    return {
      title: truncate(cleanText(title), limits.title.value),
      message: truncate(text, limits.message.value),
      priority: PRIORITIES[urgency],
      ...(url === null || url.length > limits.url.value ? {} : { url }),
      critical: urgency === "critical",
      ends: endsIncident(input.event),
    };
  },
  async send({ payload, credentials, alertKey, previous }, { http, now, log }) {
    const rung = Receipt.safeParse(previous).data;
    if (payload.ends && rung !== undefined) {
      const path = `/receipts/cancel_by_tag/${rung.tag}.json`;
      const silenced = await http.request(formPost(path, { token: credentials.token }));
      const outcome = outcomeOfCall(silenced, now);
      if (outcome.kind === "limited") return outcome;
      // The message itself was not sent yet, so nothing is in doubt.
      if (outcome.kind === "retry" || outcome.kind === "unknown") return { ...outcome, kind: "retry" };
      if (outcome.kind === "rejected")
        log({ reason: outcome.reason }, "an emergency of Pushover could not be silenced");
    }
    const tag = payload.critical && credentials.emergency === true && alertKey !== null ? shortHash(alertKey) : null;
    const sent = outcomeOfCall(await http.request(formPost("/messages.json", formOf(payload, credentials, tag))), now);
    return sent.kind === "delivered" && tag !== null ? { ...sent, receipt: { tag } } : sent;
  },
};

/** The link has a field of its own; a message may not be empty. */
function textOf(description: Description): string {
  const text = cleanText(detailsText({ ...description, url: null }, limits.message.value));
  return text === "" ? cleanText(description.title) : text;
}

function formOf(payload: PushoverPayload, { token, user, device, sound }: Credentials, tag: string | null) {
  const { title, message, priority, url } = payload;
  return {
    token,
    user,
    title,
    message,
    ...(url === undefined ? {} : { url, url_title: "Open in Watchbell" }),
    ...(device === undefined ? {} : { device }),
    ...(sound === undefined ? {} : { sound }),
    ...(tag === null
      ? { priority: String(priority) }
      : { priority: "2", retry: String(RING_EVERY_S), expire: String(RING_FOR_S), tags: tag }),
  };
}

function formPost(path: string, form: Record<string, string>): HttpRequest {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", url: API + path, headers, body: new URLSearchParams(form).toString() };
}

/** Success is `status: 1` in the body. A request that was refused may never be repeated, whatever its status. */
function outcomeOfCall(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (result.status === 429) return quotaOutcome(result, now);
  const said = readAnswer(Answer, result.body);
  if (said === null) {
    if (outcome.kind !== "delivered") return outcome;
    return { kind: "unknown", reason: `The answer was ${result.status}, but none that Pushover gives.`, answer };
  }
  if (outcome.kind === "delivered" && said.status === 1) return outcome;
  if (result.status >= 500) return outcome;
  const words = (said.errors ?? []).join("; ").replace(/[.\s]+$/, "") || `status ${said.status}`;
  if (isDead(said)) {
    return { kind: "rejected", suspend: true, reason: `Pushover no longer takes messages here: ${words}.`, answer };
  }
  return { kind: "rejected", reason: `Pushover refused the message: ${words}.`, answer };
}

/** The field that is wrong has the value `invalid`. */
function isDead({ token, user, device }: Answer): boolean {
  return [token, user, device].includes("invalid");
}

/** The month's messages are used up: the header says, in seconds, when the next ones come. */
function quotaOutcome(result: Extract<HttpResult, { kind: "answer" }>, now: number): SendResult {
  const reset = Number(result.headers["x-limit-app-reset"] ?? Number.NaN);
  const outcome = outcomeOf(result, now);
  if (!Number.isFinite(reset) || outcome.kind !== "limited") return outcome;
  const reason = "Pushover limits us: the month's messages of the application are used up.";
  return { ...outcome, afterMs: Math.max(0, reset * 1_000 - now), reason };
}
