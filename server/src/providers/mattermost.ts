import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { escapeMarkdown, markdownLink } from "./shared/escape-markdown.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, layOutTitle, type Markup } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  url: HttpUrl.meta({
    title: "Webhook address",
    description: "In Mattermost: Integrations, Incoming Webhooks, Add Incoming Webhook.",
    examples: ["https://chat.example.com/hooks/…"],
  }),
  channel: z
    .string()
    .regex(/^[@#]?[^\s@#]{1,64}$/, "must be a channel's name as it stands in its address, or @ and a person's name")
    .optional()
    .meta({ title: "Another channel", description: "Its name as it stands in its address, or @ and a person's name." }),
});
type Credentials = z.infer<typeof Credentials>;

export interface MattermostPayload {
  readonly text: string;
}

const HOOK_DOC = "https://developers.mattermost.com/integrate/webhooks/incoming/";
const checked = "2026-11-20";
const limits = {
  /** Longer texts become several posts. */
  text: { value: 16_383, unit: "characters", source: HOOK_DOC, checked },
} as const;

/** Room in a text for its title, its link and the lines between its parts. */
const TITLE_LENGTH = 1_000;
const LINK_LENGTH = 2_100;
const MARKS = /[\\`*_~[\]#|>]|^[-+](?=\s)/gm;
/** Mentions work in every text; a character without width between the sign and the name prevents them. */
const MENTION = /(?<![\w.-])@(?=\w)/g;

const markup: Markup = {
  escape: escapeText,
  bold: (escaped) => `**${escaped}**`,
  bullet: "- ",
  newline: "\n",
  whole: /\\.|&(?:amp|lt);|@\u200b/gs,
};

const Failure = z.object({ id: z.string(), message: z.string() });

/** What a Mattermost server says when a webhook will take no message, or not this one. */
const CODES: Codes = {
  dead: new Set([
    "app.channel.get.existing.app_error",
    "web.incoming_webhook.channel.app_error",
    "web.incoming_webhook.channel_locked.app_error",
    "web.incoming_webhook.disabled.app_error",
    "web.incoming_webhook.invalid.app_error",
    "web.incoming_webhook.permissions.app_error",
    "web.incoming_webhook.user.app_error",
  ]),
  refused: new Set([
    "web.incoming_webhook.decode.app_error",
    "web.incoming_webhook.parse.app_error",
    "web.incoming_webhook.split_props_length.app_error",
    "web.incoming_webhook.text.app_error",
  ]),
  limited: new Map(),
};

/** Posts to an incoming webhook of Mattermost. */
export const mattermost: Provider<Credentials, MattermostPayload> = {
  kind: "mattermost",
  title: "Mattermost",
  Credentials,
  limits,
  rate: { tokens: 5, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["channel"],
  escape: escapeText,
  render: (input, model) => ({ text: model === null ? defaultText(input) : textOfModel(input, model) }),
  async send({ payload, credentials: { url, channel } }, { http, now }) {
    const message = channel === undefined ? payload : { ...payload, channel };
    return outcomeOfPost(await http.request(jsonPost(url, message)), now);
  },
};

/** `<…>` would be read as Slack reads it, backslash or not, so the bracket becomes an entity. */
function escapeText(value: string): string {
  return escapeMarkdown(value.replaceAll("&", "&amp;").replaceAll("<", "&lt;"), MARKS).replace(MENTION, "@\u200b");
}

function textOfModel(input: RenderInput, model: string): string {
  return truncate(modelText(input, model, escapeText), limits.text.value, markup.whole);
}

function defaultText({ event, facts }: RenderInput): string {
  const description = describeEvent(event, facts);
  const { title, url, tone } = description;
  const head = layOutTitle(SIGNS[tone], title, markup, TITLE_LENGTH);
  const details = layOutDetails(description, markup, limits.text.value - TITLE_LENGTH - LINK_LENGTH);
  const link = url === null || url.length > LINK_LENGTH - 100 ? "" : markdownLink(url, "Open in Watchbell");
  return [head, details, link].filter((part) => part !== "").join("\n\n");
}

/** Success is 200 and the body `ok`. */
function outcomeOfPost(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  if (outcome.kind === "delivered") {
    if (result.body.trim() === "ok") return outcome;
    const reason = `The answer was ${result.status}, but not the "ok" that Mattermost gives.`;
    return { kind: "unknown", reason, answer: answerText(result) };
  }
  const failure = readAnswer(Failure, result.body);
  if (failure === null) return outcome;
  const said = { service: "Mattermost", code: failure.id, text: failure.message };
  return outcomeOfCode(said, CODES, result, now) ?? outcome;
}
