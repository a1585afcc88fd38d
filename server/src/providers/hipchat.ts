import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import type { Facts } from "../model/index.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { addressUnder, BaseUrl, Token } from "./shared/credentials.ts";
import { severityOf } from "./shared/event-facts.ts";
import { hasTags, htmlLink, htmlMarkup, truncateHtml } from "./shared/html-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, layOutTitle } from "./shared/lay-out.ts";
import { escapeHtml } from "./shared/mail-text.ts";
import { modelText } from "./shared/model-text.ts";
import { withOwnWait } from "./shared/own-wait.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  url: BaseUrl.meta({
    title: "Server",
    description: "The address of your HipChat server.",
    examples: ["https://hipchat.example.com"],
  }),
  room: z
    .string()
    .regex(/^(?!\.{1,2}$)\P{Cc}{1,100}$/u, "must be the id or the name of a room")
    .meta({ title: "Room", description: "Its id or its name." }),
  token: Token.meta({
    title: "Token",
    description: "Of the room, or one with the scope send_notification.",
    format: "password",
  }),
});
type Credentials = z.infer<typeof Credentials>;

/** A room notification. */
export interface HipChatPayload {
  readonly message: string;
  readonly message_format: "html";
  readonly color: "red" | "yellow" | "green" | "gray";
  readonly notify: boolean;
  readonly from: string;
}

const API_DOC = "https://developer.atlassian.com/server/hipchat/hipchat-rest-api-rate-limits/";
const ROOM_DOC = "https://www.hipchat.com/docs/apiv2/method/send_room_notification";
const checked = "2026-11-20";
const limits = {
  message: { value: 10_000, unit: "characters", source: ROOM_DOC, checked },
  room: { value: 30, unit: "notifications a minute and room", source: API_DOC, checked },
  token: { value: 500, unit: "requests in 5 minutes and token", source: API_DOC, checked },
} as const;

const BREAK = "<br>";
const markup = { ...htmlMarkup, newline: BREAK, escape: escapeLines };

/** Notifies a room of a HipChat server that somebody still runs, or of anything that speaks as one. */
export const hipchat: Provider<Credentials, HipChatPayload> = {
  kind: "hipchat",
  title: "HipChat",
  Credentials,
  limits,
  // Within any minute at most 30.
  rate: { tokens: 10, perMs: 30_000 },
  keepsIncidents: false,
  publicCredentials: ["room"],
  escape: escapeLines,
  render(input, model) {
    const description = describeEvent(input.event, input.facts);
    const { tone } = description;
    return {
      message: model === null ? defaultMessage(description) : modelMessage(modelText(input, model, escapeLines), model),
      message_format: "html",
      color: colorOf(tone, input.facts),
      notify: tone === "bad",
      from: "Watchbell",
    };
  },
  async send({ payload, credentials }, { http, now }) {
    const { url, room, token } = credentials;
    const address = addressUnder(url, `/v2/room/${encodeURIComponent(room.toWellFormed())}/notification`);
    return outcomeOfNotification(
      await http.request(jsonPost(address, payload, { authorization: `Bearer ${token}` })),
      now,
    );
  },
};

/** In HTML a line breaks only where it is told to. */
function escapeLines(value: string): string {
  return escapeHtml(cleanText(value)).replaceAll("\n", BREAK);
}

function defaultMessage(description: Description): string {
  const { title, url, tone } = description;
  const head = layOutTitle(SIGNS[tone], title, markup, limits.message.value);
  const link = url === null ? "" : htmlLink(url, "Open in Watchbell");
  const room = limits.message.value - head.length - link.length - 2 * BREAK.length;
  return [head, layOutDetails(description, markup, room), link].filter((part) => part !== "").join(BREAK);
}

/** A model without tags of its own is plain text, and keeps its lines. */
function modelMessage(text: string, model: string): string {
  return truncateHtml(hasTags(model) ? text : text.replaceAll("\n", BREAK), limits.message.value);
}

function colorOf(tone: Description["tone"], facts: Facts): HipChatPayload["color"] {
  if (tone !== "bad") return tone === "good" ? "green" : "gray";
  const severity = severityOf(facts);
  return severity === "critical" || severity === "error" ? "red" : "yellow";
}

const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** Success is 204. Older servers say 403 for a limit; a 401 or 403 in HipChat's own words is about the token. */
function outcomeOfNotification(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  const waitMs = resetMs(result.headers, now);
  if (outcome.kind === "limited") return withOwnWait(outcome, result, waitMs);
  if (outcome.kind === "delivered") {
    if (result.status === 204) return outcome;
    return { kind: "unknown", reason: `The answer was ${result.status}, but not the 204 that HipChat gives.`, answer };
  }
  if (result.status !== 401 && result.status !== 403) return outcome;
  if (waitMs !== null)
    return { kind: "limited", afterMs: waitMs, reason: "HipChat limits us: it answered 403.", answer };
  if (readAnswer(Refusal, result.body) === null) return outcome;
  const reason = `HipChat does not let this token notify the room: it answered ${result.status}.`;
  return { kind: "rejected", suspend: true, reason, answer };
}

/** When the limit that is used up counts anew: of the token, of the room, or the later of both. */
function resetMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const waits = ["x-ratelimit", "x-floodcontrol"].flatMap((name) => {
    const resetAt = Number(headers[`${name}-reset`]) * 1_000;
    return headers[`${name}-remaining`] === "0" && resetAt > now ? [resetAt - now] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}
