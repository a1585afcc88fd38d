import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendDeps, SendInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { addressUnder, BaseUrl } from "./shared/credentials.ts";
import { detailsText } from "./shared/details-text.ts";
import { endsIncident } from "./shared/event-facts.ts";
import { followUp, OnRecovery } from "./shared/follow-up.ts";
import { htmlLink, htmlMarkup, stripTags, truncateHtml } from "./shared/html-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, layOutTitle } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  token: z
    .string()
    .regex(/^\d{1,20}:[\w-]{20,100}$/, "must be a bot's token, such as 123456789:AAE…")
    .meta({
      title: "Bot's token",
      description: "Ask @BotFather for a bot with /newbot.",
      examples: ["123456789:AAE…"],
      format: "password",
    }),
  chat: z
    .string()
    .regex(/^(?:-?\d{1,20}|@\w{4,32})$/, "must be a chat's id in quotes, or a channel's @name")
    .meta({
      title: "Chat",
      description: "Its id, or a public channel's @name. Add the bot to it, or write to it once.",
      examples: ["-1001234567890"],
    }),
  /** A topic of a forum. */
  thread: z.int().min(1).optional().meta({ title: "Topic", description: "Its number, in a group with topics." }),
  onRecovery: OnRecovery.optional(),
  /** Of a Bot API server that people run themselves. */
  api: BaseUrl.optional().meta({ title: "Bot API server", description: "The address of one that you run." }),
});
type Credentials = z.infer<typeof Credentials>;

export interface TelegramPayload {
  readonly html: string;
  /** Sent when Telegram cannot read the markup of a model. */
  readonly plain: string;
  /** True when it tells the end of an incident. */
  readonly ends: boolean;
}

const SEND_DOC = "https://core.telegram.org/bots/api#sendmessage";
const RATE_DOC = "https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this";
const checked = "2026-11-20";
const limits = {
  text: { value: 4_096, unit: "characters", source: SEND_DOC, checked },
  rate: { value: 20, unit: "messages a minute to one group, 1 a second to one chat", source: RATE_DOC, checked },
} as const;

const API = "https://api.telegram.org";
/** Room in a text for its link and the lines between its parts. */
const LINK_LENGTH = 600;
const TITLE_LENGTH = 1_000;

const Answer = z.union([
  z.object({ ok: z.literal(true), result: z.object({ message_id: z.int() }) }),
  z.object({
    ok: z.literal(false),
    description: z.string(),
    parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.int().optional() }).optional(),
  }),
]);
type Answer = z.infer<typeof Answer>;

const Receipt = z.object({ chat: z.string(), message: z.int() });
type Receipt = z.infer<typeof Receipt>;

/** Telegram's errors have no codes of their own, so that its words decide. */
const DEAD =
  /bot was (?:blocked|kicked)|bot is not a member|bot can't initiate|user is deactivated|chat not found|group chat was (?:deleted|deactivated)|not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|PEER_ID_INVALID|TOPIC_(?:CLOSED|DELETED)|message thread not found/i;
const BAD_MARKUP = /can't parse entities/i;
const CANNOT_EDIT = /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i;
const SAME_TEXT = /message is not modified/i;

/** Sends as a bot of Telegram; what belongs to an earlier message answers or edits that one. */
export const telegram: Provider<Credentials, TelegramPayload> = {
  kind: "telegram",
  title: "Telegram",
  Credentials,
  limits,
  // Two at once, and never more than 20 in a minute.
  rate: { tokens: 2, perMs: 7_000 },
  keepsIncidents: false,
  publicCredentials: ["chat", "onRecovery", "api"],
  escape: htmlMarkup.escape,
  render: (input, model) => ({ ...textsOf(input, model), ends: endsIncident(input.event) }),
  async send(input, deps) {
    const first = await sendTo(input.credentials.chat, input, deps);
    const moved = movedTo(first.result);
    if (moved === null) return outcomeOfSent(first, deps.now);
    const second = outcomeOfSent(await sendTo(moved, input, deps), deps.now);
    return second.kind === "delivered" ? { ...second, newCredentials: { ...input.credentials, chat: moved } } : second;
  },
};

function textsOf(input: RenderInput, model: string | null): Pick<TelegramPayload, "html" | "plain"> {
  const limit = limits.text.value;
  if (model !== null) {
    return {
      html: truncateHtml(modelText(input, model, htmlMarkup.escape), limit),
      plain: truncate(modelText(input, stripTags(model), cleanText), limit),
    };
  }
  const description = describeEvent(input.event, input.facts);
  const { title, url, tone } = description;
  const head = layOutTitle(SIGNS[tone], title, htmlMarkup, TITLE_LENGTH);
  const details = layOutDetails(description, htmlMarkup, limit - TITLE_LENGTH - LINK_LENGTH);
  const link = url === null ? "" : htmlLink(url, "Open in Watchbell");
  const plain = `${SIGNS[tone]} ${title}\n${detailsText(description, limit - TITLE_LENGTH)}`;
  return {
    html: partsOf(partsOf(head, details, "\n"), link.length > LINK_LENGTH ? "" : link, "\n\n"),
    plain: cleanText(plain),
  };
}

function partsOf(before: string, after: string, between: string): string {
  return after === "" ? before : before + between + after;
}

/** How it went with a chat; `root` is the message that this one answered or edited. */
interface Sent {
  readonly chat: string;
  readonly root: Receipt | null;
  readonly result: HttpResult;
}

async function sendTo(
  chat: string,
  { payload, credentials, previous }: SendInput<Credentials, TelegramPayload>,
  { http }: Pick<SendDeps, "http">,
): Promise<Sent> {
  const root = rootOf(previous, chat);
  const how = followUp(credentials.onRecovery ?? "thread", { ends: payload.ends, hasRoot: root !== null });
  if (root !== null && how === "edit") {
    const result = await say("editMessageText", { message_id: root.message });
    if (!CANNOT_EDIT.test(failureOf(result)?.description ?? "")) return { chat, root, result };
  }
  const replied = how === "thread" ? root : null;
  const reply = { message_id: replied?.message, allow_sending_without_reply: true };
  const result = await say("sendMessage", {
    ...(credentials.thread === undefined ? {} : { message_thread_id: credentials.thread }),
    ...(replied === null ? {} : { reply_parameters: reply }),
  });
  return { chat, root: replied, result };

  async function say(method: string, more: Readonly<Record<string, unknown>>): Promise<HttpResult> {
    const url = addressUnder(credentials.api ?? API, `/bot${credentials.token}/${method}`);
    const common = { chat_id: chat, ...more, link_preview_options: { is_disabled: true } };
    const result = await http.request(jsonPost(url, { ...common, text: payload.html, parse_mode: "HTML" }));
    if (!BAD_MARKUP.test(failureOf(result)?.description ?? "")) return result;
    return http.request(jsonPost(url, { ...common, text: payload.plain }));
  }
}

/** A message in another chat does not continue this conversation. */
function rootOf(previous: unknown, chat: string): Receipt | null {
  const { data } = Receipt.safeParse(previous);
  return data?.chat === chat ? data : null;
}

function failureOf(result: HttpResult): Extract<Answer, { ok: false }> | null {
  const said = result.kind === "answer" ? readAnswer(Answer, result.body) : null;
  return said?.ok === false ? said : null;
}

/** A group that became a supergroup has a new id. */
function movedTo(result: HttpResult): string | null {
  const id = failureOf(result)?.parameters?.migrate_to_chat_id;
  return id === undefined ? null : String(id);
}

/** Success is `ok: true` in the body; the wait after a 429 stands there, too. */
function outcomeOfSent({ chat, root, result }: Sent, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  const said = readAnswer(Answer, result.body);
  if (said === null) {
    if (outcome.kind !== "delivered") return outcome;
    return { kind: "unknown", reason: `The answer was ${result.status}, but none that Telegram gives.`, answer };
  }
  if (said.ok) return { kind: "delivered", answer, receipt: root ?? { chat, message: said.result.message_id } };
  if (outcome.kind === "limited") {
    const seconds = said.parameters?.retry_after;
    return seconds === undefined ? outcome : { ...outcome, afterMs: Math.ceil(seconds * 1_000) };
  }
  const words = said.description.replace(/[.\s]+$/, "");
  if (root !== null && SAME_TEXT.test(words)) return { kind: "delivered", answer, receipt: root };
  // 401: the token was revoked; 404: there is no such bot.
  if (DEAD.test(words) || result.status === 401 || result.status === 404) {
    return { kind: "rejected", suspend: true, reason: `Telegram no longer takes messages here: ${words}.`, answer };
  }
  if (outcome.kind !== "delivered") return outcome;
  return { kind: "retry", reason: `Telegram did not take the message: ${words}.`, answer };
}
