import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description, Field } from "../route/description.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { shownFields } from "./shared/details-text.ts";
import { escapeMarkdown, markdownLink } from "./shared/escape-markdown.ts";
import { endsIncident } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  url: HttpUrl.refine(
    (text) => !/\/(?:slack|github)\/?$/.test(URL.parse(text)?.pathname ?? ""),
    "must be the webhook's own address: leave /slack or /github off its end",
  ).meta({
    title: "Webhook address",
    description: "In Discord: Edit Channel, Integrations, Webhooks, New Webhook.",
    examples: ["https://discord.com/api/webhooks/…"],
  }),
  thread: z
    .string()
    .regex(/^\d{1,20}$/, "must be the id of a thread, which is a number in quotes")
    .optional()
    .meta({ title: "Thread", description: "The id of a thread of the channel; a forum needs one." }),
  onRecovery: z.enum(["edit", "post"]).optional().meta({
    title: "When it is up again",
    description: "`edit` replaces the message that told of the outage, `post` writes a new one.",
  }),
});
type Credentials = z.infer<typeof Credentials>;

interface Embed {
  readonly color: number;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[];
  readonly footer?: { readonly text: string };
}

export interface DiscordPayload {
  readonly message: {
    readonly content: string;
    readonly embeds: readonly Embed[];
    /** Nothing in a message calls anybody, whatever it says. */
    readonly allowed_mentions: { readonly parse: readonly [] };
  };
  /** True when it tells the end of an incident. */
  readonly ends: boolean;
}

const WEBHOOK_DOC = "https://discord.com/developers/docs/resources/webhook#execute-webhook";
const EMBED_DOC = "https://discord.com/developers/docs/resources/message#embed-object-embed-limits";
const RATE_DOC = "https://discord.com/developers/docs/topics/rate-limits";
const checked = "2026-11-20";
const limits = {
  content: { value: 2_000, unit: "characters", source: WEBHOOK_DOC, checked },
  description: { value: 4_096, unit: "characters", source: EMBED_DOC, checked },
  fields: { value: 25, unit: "fields", source: EMBED_DOC, checked },
  fieldName: { value: 256, unit: "characters", source: EMBED_DOC, checked },
  fieldValue: { value: 1_024, unit: "characters", source: EMBED_DOC, checked },
  embed: { value: 6_000, unit: "characters in all", source: EMBED_DOC, checked },
  rate: { value: 5, unit: "messages in 2 seconds", source: RATE_DOC, checked },
} as const;

/** Room in an embed for its link and its footer. */
const RESERVED = 1_000;
const COLOURS = { bad: 0xb3261e, good: 0x1b7f3b, neutral: 0x44546a } as const;
const MARKS = /[\\*_~`|<>[\]]|^[-#]/gm;
/** Escapes that a cut may not break. */
const WHOLE = /\\./gs;
/** Discord refuses a field without a text. */
const NOTHING = "–";

const Answer = z.object({ id: z.string() });
const Failure = z.object({ code: z.int(), message: z.string() });
const Limited = z.object({ retry_after: z.number() });
const Receipt = z.object({ message: z.string() });

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
const CODES: Codes = {
  dead: new Set([
    "10003", // unknown channel
    "10015", // unknown webhook
    "10016", // unknown webhook service
    "40001", // unauthorized
    "50001", // missing access
    "50013", // missing permissions
    "50027", // invalid webhook token
    "160005", // the thread is locked
    "220001", // a forum needs a thread
    "220003", // a thread where there can be none
  ]),
  refused: new Set(["50006", "50035", "50109"]),
  limited: new Map(),
};
/** These statuses, repeated, ban the sender's address: no second try. */
const STOP = new Set([401, 403, 404]);

/** Posts to a webhook of Discord; the end of an incident edits the message that told of it. */
export const discord: Provider<Credentials, DiscordPayload> = {
  kind: "discord",
  title: "Discord",
  Credentials,
  limits,
  rate: { tokens: 5, perMs: 2_000 },
  keepsIncidents: false,
  publicCredentials: ["thread", "onRecovery"],
  escape: escapeText,
  render: (input, model) => ({ message: messageOf(input, model), ends: endsIncident(input.event) }),
  async send({ payload, credentials, previous }, { http, now }) {
    const { message, ends } = payload;
    const root = Receipt.safeParse(previous).data;
    if (root !== undefined && ends && credentials.onRecovery !== "post") {
      const request = { ...jsonPost(messageUrl(credentials, root.message), message), method: "PATCH" };
      const edited = await http.request(request);
      if (!cannotEdit(edited)) return outcomeOfAnswer(edited, now);
    }
    return outcomeOfAnswer(await http.request(jsonPost(messageUrl(credentials, null), message)), now);
  },
};

function escapeText(value: string): string {
  return escapeMarkdown(value, MARKS);
}

function messageOf(input: RenderInput, model: string | null): DiscordPayload["message"] {
  const allowed_mentions = { parse: [] } as const;
  if (model !== null) {
    const content = truncate(modelText(input, model, escapeText), limits.content.value, WHOLE);
    return { content, embeds: [], allowed_mentions };
  }
  const description = describeEvent(input.event, input.facts);
  const title = truncate(escapeText(description.title), limits.content.value - 10, WHOLE);
  return { content: `${SIGNS[description.tone]} **${title}**`, embeds: embedsOf(description), allowed_mentions };
}

function embedsOf({ summary, fields, unlisted = 0, url, tone }: Description): readonly Embed[] {
  const room = limits.embed.value - RESERVED;
  const link = url === null || url.length > RESERVED / 2 ? [] : [markdownLink(url, "Open in Watchbell")];
  const text = summary === "" ? [] : [truncate(escapeText(summary), Math.floor(room / 2), WHOLE)];
  const description = [...text, ...link].join("\n");
  const kept = fieldsWithin(fields, room - description.length);
  const left = fields.length - kept.length + unlisted;
  if (description === "" && fields.length === 0) return [];
  return [
    {
      color: COLOURS[tone],
      ...(description === "" ? {} : { description }),
      ...(kept.length === 0 ? {} : { fields: kept }),
      ...(left === 0 ? {} : { footer: { text: `and ${left} more` } }),
    },
  ];
}

function fieldsWithin(fields: readonly Field[], room: number) {
  const kept: NonNullable<Embed["fields"]>[number][] = [];
  let used = 0;
  for (const { label, value } of shownFields({ fields }).shown.slice(0, limits.fields.value)) {
    const name = truncate(escapeText(label), limits.fieldName.value, WHOLE).trim() || NOTHING;
    const text = truncate(escapeText(value), limits.fieldValue.value, WHOLE).trim() || NOTHING;
    used += name.length + text.length;
    if (used > room) break;
    kept.push({ name, value: text, inline: text.length <= 40 });
  }
  return kept;
}

function messageUrl({ url: webhook, thread }: Credentials, message: string | null): string {
  const url = new URL(webhook);
  url.pathname = url.pathname.replace(/\/+$/, "");
  if (message === null) url.searchParams.set("wait", "true");
  else url.pathname += `/messages/${message}`;
  if (thread !== undefined) url.searchParams.set("thread_id", thread);
  return url.href;
}

/** The message is gone, or is not ours: whether the webhook still lives, a new message tells. */
function cannotEdit(result: HttpResult): boolean {
  if (result.kind !== "answer") return false;
  const code = readAnswer(Failure, result.body)?.code;
  return result.status === 404 || code === 50_005 || code === 50_083;
}

/** Success is a message with its id; `retry_after` in the body is finer than the header. */
function outcomeOfAnswer(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "limited") {
    const seconds = readAnswer(Limited, result.body)?.retry_after;
    return seconds === undefined ? outcome : { ...outcome, afterMs: Math.ceil(seconds * 1_000) };
  }
  if (outcome.kind === "delivered") {
    const message = readAnswer(Answer, result.body)?.id;
    if (message !== undefined) return { ...outcome, receipt: { message } };
    if (result.status === 204) return outcome;
    return {
      kind: "unknown",
      reason: `The answer was ${result.status}, but not the message that Discord gives.`,
      answer,
    };
  }
  const failure = readAnswer(Failure, result.body);
  if (failure === null) return outcome;
  const said = { service: "Discord", code: String(failure.code), text: failure.message };
  const known = outcomeOfCode(said, CODES, result, now);
  if (known !== null || !STOP.has(result.status)) return known ?? outcome;
  return {
    kind: "rejected",
    suspend: true,
    reason: `Discord takes no messages here: it answered ${result.status}.`,
    answer,
  };
}
