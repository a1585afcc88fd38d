import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { shownFields } from "./shared/details-text.ts";
import { escapeMarkdown } from "./shared/escape-markdown.ts";
import { outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { truncateBytes } from "./shared/truncate-bytes.ts";

/** The host has moved more than once, so it is not looked at. */
const Credentials = z.strictObject({
  url: HttpUrl.meta({
    title: "Webhook address",
    description: "In Teams: the channel's menu, Workflows, Send webhook alerts to a channel.",
    examples: ["https://….logic.azure.com/workflows/…"],
  }),
});
type Credentials = z.infer<typeof Credentials>;

interface TextBlock {
  readonly type: "TextBlock";
  readonly text: string;
  readonly wrap: true;
  readonly size?: "Large";
  readonly weight?: "Bolder";
  readonly color?: "Attention" | "Good" | "Accent";
}

interface FactSet {
  readonly type: "FactSet";
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

export interface TeamsPayload {
  readonly type: "message";
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: {
        readonly $schema: string;
        readonly type: "AdaptiveCard";
        readonly version: "1.4";
        readonly msteams: { readonly width: "Full" };
        readonly body: readonly (TextBlock | FactSet)[];
        readonly actions: readonly { readonly type: "Action.OpenUrl"; readonly title: string; readonly url: string }[];
      };
    },
  ];
}

const CARD_DOC =
  "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using";
const checked = "2026-11-20";
const limits = {
  message: { value: 28_000, unit: "bytes of JSON", source: CARD_DOC, checked },
  rate: { value: 4, unit: "messages a second", source: CARD_DOC, checked },
} as const;

/** Ours: a card is read at a glance. */
const SUMMARY_LENGTH = 4_000;
const VALUE_LENGTH = 1_000;
const URL_LENGTH = 2_000;
/** Room for the frame of the card around a model's text; JSON may write a byte as two. */
const MODEL_BYTES = 13_000;
const COLOURS = { bad: "Attention", good: "Good", neutral: "Accent" } as const;
/** The markup that cards know: bold and italics, links, lists; an underscore inside a word is none. */
const MARKS = /[\\*[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[-+](?=\s)/gmu;
const WHOLE = /\\./gs;

const Failure = z.object({ error: z.object({ code: z.string(), message: z.string().optional() }) });

/** What a flow says when it cannot be started. */
const CODES: Codes = {
  dead: new Set([
    "AuthorizationFailed",
    "DirectApiAuthorizationRequired",
    "FlowDisabled",
    "WorkflowDisabled",
    "WorkflowNotFound",
    "WorkflowTriggerIsNotEnabled",
    "WorkflowTriggerNotFound",
  ]),
  refused: new Set(["InvalidRequestContent", "TriggerInputSchemaMismatch"]),
  limited: new Map([["WorkflowTriggerRequestsThrottled", 60_000]]),
};

/** Starts a flow of Teams Workflows, which posts a card; whether it does, Teams does not say. */
export const teams: Provider<Credentials, TeamsPayload> = {
  kind: "teams",
  title: "Microsoft Teams",
  Credentials,
  limits,
  rate: { tokens: 1, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeText,
  render: (input, model) =>
    model === null ? defaultCard(describeEvent(input.event, input.facts)) : modelCard(input, model),
  async send({ payload, credentials }, { http, now }) {
    return outcomeOfFlow(await http.request(jsonPost(credentials.url, payload)), now);
  },
};

/** Line breaks stand alone in a card's text only when they are doubled. */
function escapeText(value: string): string {
  return escapeMarkdown(value, MARKS).replace(/\n+/g, "\n\n");
}

function modelCard(input: RenderInput, model: string): TeamsPayload {
  const text = modelText(input, model, escapeText);
  return card([{ type: "TextBlock", text: truncateBytes(text, MODEL_BYTES, WHOLE), wrap: true }], null);
}

/** Facts that would make the card too large are left out, the last first. */
function defaultCard(description: Description): TeamsPayload {
  const { shown } = shownFields(description);
  for (let count = shown.length; count > 0; count -= 1) {
    const made = cardOf(description, count);
    if (Buffer.byteLength(JSON.stringify(made)) <= limits.message.value) return made;
  }
  return cardOf(description, 0);
}

function cardOf({ title, summary, fields, unlisted = 0, url, tone }: Description, count: number): TeamsPayload {
  const facts = fields.slice(0, count).map(({ label, value }) => ({
    title: truncate(escapeText(label), VALUE_LENGTH / 4, WHOLE),
    value: truncate(escapeText(value), VALUE_LENGTH, WHOLE),
  }));
  const left = fields.length - count + unlisted;
  const body: readonly (TextBlock | FactSet)[] = [
    { type: "TextBlock", text: escapeText(title), wrap: true, size: "Large", weight: "Bolder", color: COLOURS[tone] },
    ...textBlock(truncate(escapeText(summary), SUMMARY_LENGTH, WHOLE)),
    ...(facts.length === 0 ? [] : [{ type: "FactSet", facts } as const]),
    ...textBlock(left === 0 ? "" : `and ${left} more`),
  ];
  return card(body, url);
}

function textBlock(text: string): readonly TextBlock[] {
  return text === "" ? [] : [{ type: "TextBlock", text, wrap: true }];
}

function card(body: readonly (TextBlock | FactSet)[], url: string | null): TeamsPayload {
  const hasLink = url !== null && url.length <= URL_LENGTH;
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          msteams: { width: "Full" },
          body,
          actions: hasLink ? [{ type: "Action.OpenUrl", title: "Open in Watchbell", url }] : [],
        },
      },
    ],
  };
}

/** A flow that was started is accepted: it can still fail to post. */
function outcomeOfFlow(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  if (outcome.kind === "delivered") return { ...outcome, kind: "accepted" };
  const error = readAnswer(Failure, result.body)?.error;
  if (error === undefined) return outcome;
  return (
    outcomeOfCode({ service: "Teams", code: error.code, text: error.message ?? "" }, CODES, result, now) ?? outcome
  );
}
