import { createHmac } from "node:crypto";
import { z } from "zod";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { fitBytes } from "./shared/fit-bytes.ts";
import { jsonPost } from "./shared/json-post.ts";
import { layOutDetails, type Markup } from "./shared/lay-out.ts";
import { modelText } from "./shared/model-text.ts";
import { outcomeOfRobot, type Verdict } from "./shared/robot-answer.ts";
import { RobotKeyword, withKeyword } from "./shared/robot-keyword.ts";
import { SIGNS } from "./shared/tone.ts";

const Credentials = z.strictObject({
  url: HttpUrl.refine(
    (text) => /\/bot\/v2\/hook\/[^/]+$/.test(URL.parse(text)?.pathname ?? ""),
    "must be the robot's webhook, which has /bot/v2/hook/ in it",
  ).meta({
    title: "Webhook address",
    description: "In the group's settings, add a custom bot and copy its webhook.",
    examples: ["https://open.feishu.cn/open-apis/bot/v2/hook/…"],
  }),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, "must be the robot's secret")
    .optional()
    .meta({
      title: "Secret",
      description: "When the bot checks signatures: its secret.",
      format: "password",
      shownFirst: true,
    }),
  keyword: RobotKeyword.optional(),
});
type Credentials = z.infer<typeof Credentials>;

interface Card {
  readonly header?: {
    readonly title: { readonly tag: "plain_text"; readonly content: string };
    readonly template: "red" | "green" | "blue";
  };
  readonly elements: readonly { readonly tag: "markdown"; readonly content: string }[];
}

/** A card but for its signature. */
export interface FeishuPayload {
  readonly msg_type: "interactive";
  readonly card: Card;
}

const ROBOT_DOC = "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot";
const checked = "2026-11-20";
const limits = {
  body: { value: 20_000, unit: "bytes", source: ROBOT_DOC, checked },
  ratePerSecond: { value: 5, unit: "messages a second", source: ROBOT_DOC, checked },
  ratePerMinute: { value: 100, unit: "messages a minute", source: ROBOT_DOC, checked },
} as const;

/** Left for the signature. */
const SIGNATURE_BYTES = 200;
const CARD_BYTES = limits.body.value - SIGNATURE_BYTES;
const TEMPLATES = { bad: "red", good: "green", neutral: "blue" } as const;

const markup: Markup = {
  escape: escapeMarkdown,
  bold: (escaped) => `**${escaped}**`,
  bullet: "",
  newline: "\n",
  whole: /&#\d+;|\[[^\]\n]*\]\([^)\n]*\)|\*\*[^*\n]*\*\*|<[^<>]*>/g,
};

const codes = {
  // The webhook, the signature, our address or the keyword is not what the robot was set up for.
  dead: new Set(["19001", "19021", "19022", "19024"]),
  refused: new Set(["9499", "11246", "19002"]),
  limited: new Map([["11232", 60_000]]),
};

/** Posts cards through a custom robot of a Feishu or Lark group. */
export const feishu: Provider<Credentials, FeishuPayload> = {
  kind: "feishu",
  title: "Feishu and Lark",
  Credentials,
  limits,
  // Within any second at most 5, within any minute at most 84.
  rate: { tokens: 4, perMs: 3_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeMarkdown,
  render(input, model, { keyword }) {
    const description = describeEvent(input.event, input.facts);
    const text = model === null ? null : withKeyword(modelText(input, model, escapeMarkdown), keyword, "\n");
    return fitBytes(CARD_BYTES, bytesOf, (room) => ({
      msg_type: "interactive",
      card: text === null ? defaultCard(description, keyword, room) : cardOf(truncate(text, room, markup.whole)),
    }));
  },
  async send({ payload, credentials }, { http, now }) {
    const body = { ...signature(credentials.secret, now), ...payload };
    const result = await http.request(jsonPost(credentials.url, body));
    return outcomeOfRobot(result, now, { service: "Feishu", Answer, codes });
  },
};

/** Feishu asks for entities where a character would be markup. */
function escapeMarkdown(value: string): string {
  return cleanText(value).replace(/[&<>*~_`#[\]\\|]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function defaultCard(description: Description, keyword: string | undefined, room: number): Card {
  const { title, url, tone } = description;
  const content = withKeyword(`${SIGNS[tone]} ${title}`, keyword, " ");
  const link = url === null ? [] : [`[Open in Watchbell](${url.replaceAll(")", "%29")})`];
  const details = layOutDetails(description, markup, room);
  const texts = [details === "" ? escapeMarkdown(title) : details, ...link];
  return {
    header: { title: { tag: "plain_text", content }, template: TEMPLATES[tone] },
    elements: texts.map((text) => ({ tag: "markdown", content: text })),
  };
}

function cardOf(content: string): Card {
  return { elements: [{ tag: "markdown", content }] };
}

function bytesOf(payload: FeishuPayload): number {
  return Buffer.byteLength(JSON.stringify(payload));
}

/** The time in seconds and the secret are the key together, and nothing is signed: the other way round than DingTalk. */
function signature(secret: string | undefined, now: number): { readonly timestamp?: string; readonly sign?: string } {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now / 1_000));
  return { timestamp, sign: createHmac("sha256", `${timestamp}\n${secret}`).digest("base64") };
}

const Answer = z.union([
  z
    .object({ code: z.number(), msg: z.string().optional() })
    .transform(({ code, msg }): Verdict => ({ code, text: msg ?? "" })),
  // As older robots answer.
  z
    .object({ StatusCode: z.number(), StatusMessage: z.string().optional() })
    .transform(({ StatusCode, StatusMessage }): Verdict => ({ code: StatusCode, text: StatusMessage ?? "" })),
]);
