import { truncate } from "../../lib/truncate.ts";
import { describeEvent } from "../../route/describe-event.ts";
import type { Description } from "../../route/description.ts";
import type { RenderInput } from "../contract.ts";
import { shownFields } from "./details-text.ts";
import { layOutDetails, type Markup } from "./lay-out.ts";
import { modelText } from "./model-text.ts";
import { SIGNS } from "./tone.ts";

type Text = { readonly type: "mrkdwn"; readonly text: string };
type Block =
  | { readonly type: "section"; readonly text: Text }
  | { readonly type: "section"; readonly fields: readonly Text[] }
  | { readonly type: "context"; readonly elements: readonly Text[] };

/** What is posted. With blocks the text is what phones show in their notification. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks?: readonly Block[];
}

const SECTION_DOC = "https://docs.slack.dev/reference/block-kit/blocks/section-block";
const POST_DOC = "https://docs.slack.dev/reference/methods/chat.postMessage";
const RATE_DOC = "https://docs.slack.dev/apis/web-api/rate-limits";
const checked = "2026-11-20";
/** What Slack takes in one message. */
export const slackLimits = {
  /** Slack cuts at 40,000 and advises to stay under this. */
  text: { value: 4_000, unit: "characters", source: POST_DOC, checked },
  section: { value: 3_000, unit: "characters", source: SECTION_DOC, checked },
  field: { value: 2_000, unit: "characters", source: SECTION_DOC, checked },
  fieldsInSection: { value: 10, unit: "fields", source: SECTION_DOC, checked },
  rate: { value: 1, unit: "message a second, short bursts allowed", source: RATE_DOC, checked },
} as const;

/** Entities and links that a cut may not break. */
const WHOLE = /&(?:amp|lt|gt);|<[^<>]*>/g;

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: these three and no others. */
export function escapeMrkdwn(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const listMarkup: Markup = {
  escape: escapeMrkdwn,
  bold: (escaped) => `*${escaped}*`,
  bullet: "• ",
  newline: "\n",
  whole: WHOLE,
};

/** The message of an event: the default one, or a model's text. */
export function slackMessage(input: RenderInput, model: string | null): SlackMessage {
  if (model === null) return defaultMessage(describeEvent(input.event, input.facts));
  return { text: truncate(modelText(input, model, escapeMrkdwn), slackLimits.text.value, WHOLE) };
}

function defaultMessage(description: Description): SlackMessage {
  const { title, summary, url, tone } = description;
  const head = `${SIGNS[tone]} *${escapeMrkdwn(title)}*`;
  const lines = summary === "" ? head : `${head}\n${escapeMrkdwn(summary)}`;
  const plain = summary === "" ? title : `${title}: ${summary}`;
  const link = url === null ? [] : [context(`<${linkTarget(url)}|Open in Watchbell>`)];
  return {
    text: truncate(`${SIGNS[tone]} ${escapeMrkdwn(plain)}`, slackLimits.text.value, WHOLE),
    blocks: [
      { type: "section", text: mrkdwn(truncate(lines, slackLimits.section.value, WHOLE)) },
      ...(description.unlisted === undefined ? fieldSections(description) : listSection(description)),
      ...link,
    ],
  };
}

/** A list reads better in one column. */
function listSection(description: Description): readonly Block[] {
  const list = layOutDetails({ ...description, summary: "" }, listMarkup, slackLimits.section.value);
  return list === "" ? [] : [{ type: "section", text: mrkdwn(list) }];
}

function fieldSections(description: Description): readonly Block[] {
  const { shown, left } = shownFields(description);
  const texts = shown.map(({ label, value }) => {
    const text = `*${escapeMrkdwn(label)}*\n${escapeMrkdwn(value)}`;
    return mrkdwn(truncate(text, slackLimits.field.value, WHOLE));
  });
  const sections: Block[] = [];
  const step = slackLimits.fieldsInSection.value;
  for (let from = 0; from < texts.length; from += step) {
    sections.push({ type: "section", fields: texts.slice(from, from + step) });
  }
  if (left > 0) sections.push(context(`and ${left} more`));
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
