import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { htmlMarkup } from "./shared/html-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, type Markup } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  url: HttpUrl.refine((text) => {
    const query = URL.parse(text)?.searchParams;
    return query === undefined || (query.has("key") && query.has("token"));
  }, "must be the whole address of the webhook, with key and token in it").meta({
    title: "Webhook address",
    description: "In Chat: the space's menu, Apps & integrations, Webhooks. With key and token in it.",
    examples: ["https://chat.googleapis.com/v1/spaces/…"],
  }),
});
type Credentials = z.infer<typeof Credentials>;

type Widget =
  | { readonly textParagraph: { readonly text: string } }
  | { readonly buttonList: { readonly buttons: readonly [{ readonly text: string; readonly onClick: OpenLink }] } };
interface OpenLink {
  readonly openLink: { readonly url: string };
}

export interface GoogleChatPayload {
  readonly text: string;
  readonly cardsV2?: readonly [
    {
      readonly cardId: "details";
      readonly card: { readonly sections: readonly [{ readonly widgets: readonly Widget[] }] };
    },
  ];
}

const MESSAGE_DOC = "https://developers.google.com/workspace/chat/create-messages";
const RATE_DOC = "https://developers.google.com/workspace/chat/limits";
const checked = "2026-11-20";
const limits = {
  message: { value: 32_000, unit: "bytes, cards included", source: MESSAGE_DOC, checked },
  /** As much as Chat shows well; in the worst case two of these fit into a message. */
  text: { value: 4_000, unit: "characters", source: MESSAGE_DOC, checked },
  rate: { value: 1, unit: "message a second to one space", source: RATE_DOC, checked },
} as const;

/** The least that Google wants to be left alone after a 429. */
const BACK_OFF_MS = 60_000;
const URL_LENGTH = 2_000;

/** Cards know these three entities. */
const cardMarkup: Markup = {
  ...htmlMarkup,
  escape: (value) => cleanText(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
};

const Answer = z.object({ name: z.string() });
const Failure = z.object({
  error: z.object({
    status: z.string(),
    message: z.string(),
    details: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});

/** https://developers.google.com/workspace/chat/api/guides/errors */
const CODES: Codes = {
  dead: new Set(["API_KEY_INVALID", "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED"]),
  refused: new Set(["INVALID_ARGUMENT", "OUT_OF_RANGE"]),
  limited: new Map([["RESOURCE_EXHAUSTED", BACK_OFF_MS]]),
};

/** Posts to a webhook of a Google Chat space; all messages of an incident are one thread. */
export const googlechat: Provider<Credentials, GoogleChatPayload> = {
  kind: "googlechat",
  title: "Google Chat",
  Credentials,
  limits,
  rate: { tokens: 1, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeText,
  render: (input, model) =>
    model === null ? defaultMessage(describeEvent(input.event, input.facts)) : textOfModel(input, model),
  async send({ payload, credentials, alertKey }, { http, now }) {
    const url = new URL(credentials.url);
    if (alertKey === null) return outcomeOfPost(await http.request(jsonPost(url.href, payload)), now);
    url.searchParams.set("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
    const message = { ...payload, thread: { threadKey: alertKey } };
    return outcomeOfPost(await http.request(jsonPost(url.href, message)), now);
  },
};

/** Chat has no escapes: a character without width keeps `<` from beginning a mention or a link. */
function escapeText(value: string): string {
  return cleanText(value).replace(/<(?=\S)/g, "<\u200b");
}

function textOfModel(input: RenderInput, model: string): GoogleChatPayload {
  return { text: truncate(modelText(input, model, escapeText), limits.text.value) };
}

/** The title is text, for phones; the rest is a card, where HTML makes values harmless. */
function defaultMessage(description: Description): GoogleChatPayload {
  const { title, url, tone } = description;
  const details = layOutDetails(description, cardMarkup, limits.text.value);
  const widgets: Widget[] = details === "" ? [] : [{ textParagraph: { text: details } }];
  if (url !== null && url.length <= URL_LENGTH) {
    widgets.push({ buttonList: { buttons: [{ text: "Open in Watchbell", onClick: { openLink: { url } } }] } });
  }
  const text = `${SIGNS[tone]} *${escapeText(title)}*`;
  return widgets.length === 0
    ? { text }
    : { text, cardsV2: [{ cardId: "details", card: { sections: [{ widgets }] } }] };
}

/** Success is a message with its name. */
function outcomeOfPost(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  if (outcome.kind === "limited") return { ...outcome, afterMs: Math.max(outcome.afterMs, BACK_OFF_MS) };
  if (outcome.kind === "delivered") {
    if (readAnswer(Answer, result.body) !== null) return outcome;
    const reason = `The answer was ${result.status}, but not the message that Google Chat gives.`;
    return { kind: "unknown", reason, answer: answerText(result) };
  }
  const error = readAnswer(Failure, result.body)?.error;
  if (error === undefined) return outcome;
  const known = [...(error.details ?? []).map(({ reason }) => reason), error.status].find(
    (code) => code !== undefined && (CODES.dead.has(code) || CODES.refused.has(code) || CODES.limited.has(code)),
  );
  const said = { service: "Google Chat", code: known ?? error.status, text: error.message };
  return outcomeOfCode(said, CODES, result, now) ?? outcome;
}
