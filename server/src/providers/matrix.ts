import { z } from "zod";
import type { HttpRequest, HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendInput, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { addressUnder, BaseUrl, Token } from "./shared/credentials.ts";
import { detailsText } from "./shared/details-text.ts";
import { endsIncident } from "./shared/event-facts.ts";
import { followUp, OnRecovery } from "./shared/follow-up.ts";
import { hasTags, htmlLink, htmlMarkup, stripTags, truncateHtml } from "./shared/html-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, layOutTitle, type Markup } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  /** Of the homeserver. */
  url: BaseUrl.meta({
    title: "Homeserver",
    description: "The address of the homeserver.",
    examples: ["https://matrix.example.com"],
  }),
  token: Token.meta({
    title: "Access token",
    description: "Of an account that is in the room. In Element: All settings, Help & About.",
    format: "password",
  }),
  room: z
    .string()
    .regex(/^![^\s/]{1,254}$/, "must be the room's id, which begins with ! (Room settings, Advanced)")
    .meta({
      title: "Room",
      description: "Its id, which begins with ! (Room settings, Advanced). It may not be encrypted.",
      examples: ["!aBcDeFgH:example.com"],
    }),
  onRecovery: OnRecovery.optional(),
});
type Credentials = z.infer<typeof Credentials>;

interface MatrixText {
  readonly body: string;
  readonly format?: "org.matrix.custom.html";
  readonly formatted_body?: string;
}

export interface MatrixPayload {
  readonly text: MatrixText;
  /** One line, for clients that show no edits. */
  readonly title: string;
  /** True when it tells the end of an incident. */
  readonly ends: boolean;
}

const SIZE_DOC = "https://spec.matrix.org/latest/client-server-api/#size-limits";
const checked = "2026-11-20";
const limits = {
  event: { value: 65_536, unit: "bytes", source: SIZE_DOC, checked },
} as const;

/** Ours: of text and HTML each, so that an event stays below its limit in any script. */
const TEXT_LENGTH = 8_000;
const TITLE_LENGTH = 1_500;
const LINK_LENGTH = 600;
const BREAK = "<br>";

const markup: Markup = {
  ...htmlMarkup,
  escape: (value) => htmlMarkup.escape(value).replaceAll("\n", BREAK),
  newline: BREAK,
};

const Answer = z.object({ event_id: z.string() });
const Failure = z.object({ errcode: z.string(), error: z.string().optional(), retry_after_ms: z.number().optional() });
/** The first event of an incident; one in another room does not count. */
const Receipt = z.object({ room: z.string(), event: z.string() });
type Receipt = z.infer<typeof Receipt>;

/** https://spec.matrix.org/latest/client-server-api/#standard-error-response */
const CODES: Codes = {
  dead: new Set([
    "M_FORBIDDEN",
    "M_GUEST_ACCESS_FORBIDDEN",
    "M_MISSING_TOKEN",
    "M_NOT_FOUND",
    "M_UNAUTHORIZED",
    "M_UNKNOWN_TOKEN",
    "M_UNRECOGNIZED",
    "M_USER_DEACTIVATED",
    "M_USER_LOCKED",
    "M_USER_SUSPENDED",
  ]),
  refused: new Set(["M_BAD_JSON", "M_INVALID_PARAM", "M_NOT_JSON", "M_TOO_LARGE"]),
  limited: new Map([["M_LIMIT_EXCEEDED", 60_000]]),
};

/** Sends to a room of Matrix; a repeat has the same transaction, so the room shows it once. */
export const matrix: Provider<Credentials, MatrixPayload> = {
  kind: "matrix",
  title: "Matrix",
  Credentials,
  limits,
  rate: { tokens: 1, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["url", "room", "onRecovery"],
  escape: markup.escape,
  render(input, model) {
    const { title, tone } = describeEvent(input.event, input.facts);
    const text = model === null ? defaultText(input) : textOfModel(input, model);
    return { text, title: `${SIGNS[tone]} ${cleanText(title)}`, ends: endsIncident(input.event) };
  },
  async send(input, { http, now }) {
    const { room, onRecovery = "thread" } = input.credentials;
    const { data } = Receipt.safeParse(input.previous);
    const root = data?.room === room ? data : null;
    const how = followUp(onRecovery, { ends: input.payload.ends, hasRoot: root !== null });
    const follows = root !== null && how !== "post";
    const content = follows ? followingUp(input.payload, root, how) : message(input.payload.text);
    const result = await http.request(requestOf(input, content));
    return outcomeOfSent(result, now, (event) => (follows ? root : { room, event }));
  },
};

function defaultText(input: RenderInput): MatrixText {
  const description = describeEvent(input.event, input.facts);
  const { title, url, tone } = description;
  const head = layOutTitle(SIGNS[tone], title, markup, TITLE_LENGTH);
  const details = layOutDetails(description, markup, TEXT_LENGTH - TITLE_LENGTH - LINK_LENGTH);
  const link = url === null ? "" : htmlLink(url, "Open in Watchbell");
  const html = [head, details, link.length > LINK_LENGTH ? "" : link].filter((part) => part !== "").join(BREAK);
  const plain = `${SIGNS[tone]} ${title}\n${detailsText(description, TEXT_LENGTH - TITLE_LENGTH)}`.trimEnd();
  return { body: cleanText(plain), format: "org.matrix.custom.html", formatted_body: html };
}

/** A model with tags is HTML; without any it is text, and keeps its line breaks. */
function textOfModel(input: RenderInput, model: string): MatrixText {
  const body = truncate(modelText(input, stripTags(model), cleanText), TEXT_LENGTH);
  if (!hasTags(model)) return { body: truncate(modelText(input, model, cleanText), TEXT_LENGTH) };
  const html = truncateHtml(modelText(input, model, markup.escape), TEXT_LENGTH);
  return { body, format: "org.matrix.custom.html", formatted_body: html };
}

function message(text: MatrixText) {
  return { msgtype: "m.text", ...text };
}

/** An answer in the thread of the first event, or an edit of it. */
function followingUp({ text, title }: MatrixPayload, { event }: Receipt, how: "edit" | "thread") {
  if (how === "edit") {
    const relation = { rel_type: "m.replace", event_id: event };
    return { ...message({ body: `* ${title}` }), "m.new_content": message(text), "m.relates_to": relation };
  }
  // Clients without threads show it as a reply.
  const fallback = { is_falling_back: true, "m.in_reply_to": { event_id: event } };
  return { ...message(text), "m.relates_to": { rel_type: "m.thread", event_id: event, ...fallback } };
}

/** The message's id is the transaction's: the same event, however often it is sent. */
function requestOf({ credentials, messageId }: SendInput<Credentials, MatrixPayload>, content: unknown): HttpRequest {
  const { url, token, room } = credentials;
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(messageId)}`;
  return { ...jsonPost(addressUnder(url, path), content, { authorization: `Bearer ${token}` }), method: "PUT" };
}

/** Success is an event with its id; the wait after a 429 stands in the body of older servers. */
function outcomeOfSent(result: HttpResult, now: number, receiptOf: (event: string) => Receipt): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    const event = readAnswer(Answer, result.body)?.event_id;
    if (event !== undefined) return { ...outcome, receipt: receiptOf(event) };
    return { kind: "unknown", reason: `The answer was ${result.status}, but not the event that Matrix gives.`, answer };
  }
  const failure = readAnswer(Failure, result.body);
  if (failure === null) return outcome;
  if (outcome.kind === "limited") {
    const afterMs = failure.retry_after_ms;
    return result.headers["retry-after"] !== undefined || afterMs === undefined ? outcome : { ...outcome, afterMs };
  }
  const said = { service: "Matrix", code: failure.errcode, text: failure.error ?? "" };
  return outcomeOfCode(said, CODES, result, now) ?? outcome;
}
