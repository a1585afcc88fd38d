import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description, Field } from "../route/description.ts";
import { expandTemplate } from "../route/template.ts";
import { variablesOf } from "../route/variables.ts";
import type { Provider, SendResult } from "./contract.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";

const Credentials = z.strictObject({ url: HttpUrl });
type Credentials = z.infer<typeof Credentials>;

type Text = { readonly type: "mrkdwn"; readonly text: string };
type Block =
  | { readonly type: "section"; readonly text: Text }
  | { readonly type: "section"; readonly fields: readonly Text[] }
  | { readonly type: "context"; readonly elements: readonly Text[] };

/** What is posted to the webhook. With blocks the text is what phones show in their notification. */
export interface SlackPayload {
  readonly text: string;
  readonly blocks?: readonly Block[];
}

const SECTION_DOC = "https://docs.slack.dev/reference/block-kit/blocks/section-block";
const POST_DOC = "https://docs.slack.dev/reference/methods/chat.postMessage";
const RATE_DOC = "https://docs.slack.dev/apis/web-api/rate-limits";
const checked = "2026-11-20";
const limits = {
  /** Slack cuts at 40,000 and advises to stay under this. */
  text: { value: 4_000, unit: "characters", source: POST_DOC, checked },
  section: { value: 3_000, unit: "characters", source: SECTION_DOC, checked },
  field: { value: 2_000, unit: "characters", source: SECTION_DOC, checked },
  fieldsInSection: { value: 10, unit: "fields", source: SECTION_DOC, checked },
  rate: { value: 1, unit: "message a second, short bursts allowed", source: RATE_DOC, checked },
} as const;

/** Ours: more facts than this make a message unreadable. */
const MAX_FIELDS = 30;
/** Entities and links that a cut may not break. */
const WHOLE = /&(?:amp|lt|gt);|<[^<>]*>/g;
const SIGNS = { bad: "🔴", good: "🟢", neutral: "🔵" } as const;

/** What Slack says when no message can arrive at this webhook any more. */
const DEAD = new Set([
  "action_prohibited",
  "channel_is_archived",
  "channel_not_found",
  "invalid_token",
  "no_service",
  "no_service_id",
  "no_team",
  "team_disabled",
  "user_not_found",
]);
/** What Slack says when it will never take this message. */
const REFUSED = new Set([
  "invalid_attachments",
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_payload",
  "msg_too_long",
  "no_text",
  "too_many_attachments",
]);

/** Posts to an incoming webhook of Slack, or of anything that speaks as one. */
export const slack: Provider<Credentials, SlackPayload> = {
  kind: "slack",
  title: "Slack",
  Credentials,
  limits,
  rate: { tokens: 3, perMs: 3_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeMrkdwn,
  render({ event, facts }, model) {
    if (model === null) return defaultMessage(describeEvent(event, facts));
    const text = expandTemplate(model, variablesOf(event, facts), escapeMrkdwn);
    return { text: truncate(text, limits.text.value, WHOLE) };
  },
  async send({ payload, credentials }, { http, now }) {
    const result = await http.request({
      method: "POST",
      url: credentials.url,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(payload),
    });
    return outcomeOfPost(result, now);
  },
};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: these three and no others. */
function escapeMrkdwn(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function defaultMessage({ title, summary, fields, url, tone }: Description): SlackPayload {
  const head = `${SIGNS[tone]} *${escapeMrkdwn(title)}*`;
  const lines = summary === "" ? head : `${head}\n${escapeMrkdwn(summary)}`;
  const plain = summary === "" ? title : `${title}: ${summary}`;
  const link = url === null ? [] : [context(`<${linkTarget(url)}|Open in Watchbell>`)];
  return {
    text: truncate(`${SIGNS[tone]} ${escapeMrkdwn(plain)}`, limits.text.value, WHOLE),
    blocks: [
      { type: "section", text: mrkdwn(truncate(lines, limits.section.value, WHOLE)) },
      ...fieldSections(fields),
      ...link,
    ],
  };
}

function fieldSections(fields: readonly Field[]): readonly Block[] {
  const texts = fields.slice(0, MAX_FIELDS).map(({ label, value }) => {
    const text = `*${escapeMrkdwn(label)}*\n${escapeMrkdwn(value)}`;
    return mrkdwn(truncate(text, limits.field.value, WHOLE));
  });
  const sections: Block[] = [];
  const step = limits.fieldsInSection.value;
  for (let from = 0; from < texts.length; from += step) {
    sections.push({ type: "section", fields: texts.slice(from, from + step) });
  }
  if (fields.length > MAX_FIELDS) sections.push(context(`and ${fields.length - MAX_FIELDS} more`));
  return sections;
}

function mrkdwn(text: string): Text {
  return { type: "mrkdwn", text };
}

function context(text: string): Block {
  return { type: "context", elements: [mrkdwn(text)] };
}

/** Inside `<…|…>` a bar or an angle bracket would end the address. */
function linkTarget(url: string): string {
  return escapeMrkdwn(url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"));
}

/** Success is 200 and the body `ok`; a webhook's own words say more than its status. */
function outcomeOfPost(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  const said = result.body.trim();
  const answer = answerText(result);
  if (DEAD.has(said)) {
    return { kind: "rejected", suspend: true, reason: `Slack no longer takes messages here: ${said}.`, answer };
  }
  if (REFUSED.has(said)) return { kind: "rejected", reason: `Slack refused the message: ${said}.`, answer };
  if (outcome.kind !== "delivered" || (result.status === 200 && said === "ok")) return outcome;
  return { kind: "unknown", reason: `The answer was ${result.status}, but not the "ok" that Slack gives.`, answer };
}
