import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { addressUnder, BaseUrl, Token } from "./shared/credentials.ts";
import { escapeMarkdown } from "./shared/escape-markdown.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, type Markup } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { type Urgency, urgencyOf } from "./shared/urgency.ts";

const Credentials = z.strictObject({
  url: BaseUrl.meta({
    title: "Server",
    description: "The address of your Gotify server.",
    examples: ["https://push.example.com"],
  }),
  token: Token.meta({
    title: "Application token",
    description: "In Gotify: Apps, Create Application.",
    format: "password",
  }),
});
type Credentials = z.infer<typeof Credentials>;

export interface GotifyPayload {
  readonly title: string;
  /** Markdown. */
  readonly message: string;
  readonly priority: number;
  readonly extras: {
    readonly "client::display": { readonly contentType: "text/markdown" };
    readonly "client::notification"?: { readonly click: { readonly url: string } };
  };
}

/** Ours: Gotify names no limit, and a phone shows no more. */
const TEXT_LENGTH = 16_000;
/** From 4 on a phone makes a sound, from 8 on it shows the message over all else. */
const PRIORITIES = { critical: 10, error: 8, warning: 5, info: 2, normal: 4 } as const satisfies Record<
  Urgency,
  number
>;
const MARKS = /[\\`*_~[\]#|<>&!]|^[-+](?=\s)/gm;

const markup: Markup = {
  escape: escapeText,
  bold: (escaped) => `**${escaped}**`,
  bullet: "- ",
  newline: "\n",
  whole: /\\./gs,
};

const Answer = z.object({ id: z.int() });
const Failure = z.object({ errorCode: z.int(), errorDescription: z.string() });

/** Its codes are those of HTTP; a proxy in front of it answers otherwise. */
const CODES: Codes = { dead: new Set(["401", "403", "404"]), refused: new Set(["400"]), limited: new Map() };

/** Sends to an application of a Gotify server. */
export const gotify: Provider<Credentials, GotifyPayload> = {
  kind: "gotify",
  title: "Gotify",
  Credentials,
  // Whoever runs the server sets its limits.
  limits: {},
  rate: { tokens: 10, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["url"],
  escape: escapeText,
  render(input, model) {
    const description = describeEvent(input.event, input.facts);
    const details =
      model === null ? layOutDetails(description, markup, TEXT_LENGTH) : modelText(input, model, escapeText);
    const { title, url } = description;
    return {
      title: cleanText(title),
      message: truncate(details === "" ? escapeText(title) : details, TEXT_LENGTH, markup.whole),
      priority: PRIORITIES[urgencyOf(input.event, input.facts)],
      extras: {
        "client::display": { contentType: "text/markdown" },
        ...(url === null ? {} : { "client::notification": { click: { url } } }),
      },
    };
  },
  async send({ payload, credentials: { url, token } }, { http, now }) {
    const request = jsonPost(addressUnder(url, "/message"), payload, { "x-gotify-key": token });
    return outcomeOfMessage(await http.request(request), now);
  },
};

/** Two spaces before a line break keep it. */
function escapeText(value: string): string {
  return escapeMarkdown(value, MARKS).replace(/\n/g, "  \n");
}

/** Success is a message with its id. */
function outcomeOfMessage(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  if (outcome.kind === "delivered") {
    if (readAnswer(Answer, result.body) !== null) return outcome;
    const reason = `The answer was ${result.status}, but not the message that Gotify gives.`;
    return { kind: "unknown", reason, answer: answerText(result) };
  }
  const failure = readAnswer(Failure, result.body);
  if (failure === null) return outcome;
  const said = { service: "Gotify", code: String(failure.errorCode), text: failure.errorDescription };
  return outcomeOfCode(said, CODES, result, now) ?? outcome;
}
