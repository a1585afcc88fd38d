import { createHmac } from "node:crypto";
import { z } from "zod";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput } from "./contract.ts";
import { CHAT_MARKDOWN_WHOLE, chatMarkdown, escapeChatMarkdown } from "./shared/chat-markdown.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { ErrcodeAnswer, outcomeOfRobot } from "./shared/robot-answer.ts";
import { RobotKeyword, withKeyword } from "./shared/robot-keyword.ts";
import { SIGNS } from "./shared/tone.ts";
import { truncateBytes } from "./shared/truncate-bytes.ts";

const Names = z.array(z.string().regex(/^[^\s@\p{Cc}]{1,64}$/u, "must be one word")).max(50);

const Credentials = z.strictObject({
  url: HttpUrl.refine(
    (text) => Boolean(URL.parse(text)?.searchParams.get("access_token")),
    "must be the robot's webhook, with its access_token",
  ).meta({
    title: "Webhook address",
    description: "In the group's settings, add a custom robot and copy its webhook.",
    examples: ["https://oapi.dingtalk.com/robot/send?access_token=…"],
  }),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, "must be the robot's secret, which begins with SEC")
    .optional()
    .meta({
      title: "Secret",
      description: "When the robot checks signatures: its secret, which begins with SEC.",
      format: "password",
      shownFirst: true,
    }),
  keyword: RobotKeyword.optional(),
  /** Who is called when something is bad. */
  at: z
    .strictObject({
      mobiles: Names.optional().meta({
        title: "By mobile number",
        description: "One a line; called when something is bad.",
      }),
      userIds: Names.optional().meta({ title: "By user id", description: "One a line; called when something is bad." }),
      all: z.boolean().optional().meta({ title: "Call everybody when something is bad" }),
    })
    .optional(),
});
type Credentials = z.infer<typeof Credentials>;

/** A message of the robot. */
export interface DingTalkPayload {
  readonly msgtype: "markdown";
  readonly markdown: { readonly title: string; readonly text: string };
  readonly at?: {
    readonly atMobiles: readonly string[];
    readonly atUserIds: readonly string[];
    readonly isAtAll: boolean;
  };
}

const ROBOT_DOC = "https://open.dingtalk.com/document/orgapp/custom-robot-access";
const checked = "2026-11-20";
const limits = {
  /** The page names none; this is what the robot says when a message is too long. */
  text: { value: 20_000, unit: "bytes", source: ROBOT_DOC, checked },
  rate: { value: 20, unit: "messages a minute, else none for 10 minutes", source: ROBOT_DOC, checked },
} as const;

/** Left for the title, the people who are called, and what JSON adds. */
const FRAME_BYTES = 4_000;
const BLOCKED_MS = 600_000;

const codes = {
  dead: new Set([
    // The keyword, the signature or our address is not what the robot was set up for.
    "310000",
    "300001",
    "400013",
    "400101",
    "400102",
    "400106",
  ]),
  refused: new Set(["40035", "43004", "400105", "430101", "430102", "430103", "430104"]),
  limited: new Map([
    ["130101", BLOCKED_MS],
    ["410100", BLOCKED_MS],
  ]),
};

/** Posts through a custom robot of a DingTalk group. */
export const dingtalk: Provider<Credentials, DingTalkPayload> = {
  kind: "dingtalk",
  title: "DingTalk",
  Credentials,
  limits,
  // Within any minute at most 18.
  rate: { tokens: 3, perMs: 12_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeChatMarkdown,
  render: renderMessage,
  async send({ payload, credentials }, { http, now }) {
    const result = await http.request(jsonPost(signedUrl(credentials, now), payload));
    return outcomeOfRobot(result, now, { service: "DingTalk", Answer: ErrcodeAnswer, codes });
  },
};

function renderMessage(input: RenderInput, model: string | null, { keyword, at }: Credentials): DingTalkPayload {
  const description = describeEvent(input.event, input.facts);
  const room = limits.text.value - FRAME_BYTES;
  const written =
    model === null
      ? chatMarkdown(description, room)
      : truncateBytes(modelText(input, model, escapeChatMarkdown), room, CHAT_MARKDOWN_WHOLE);
  const title = `${SIGNS[description.tone]} ${description.title}`;
  const text = withKeyword(written, keyword, "\n\n");
  if (at === undefined || description.tone !== "bad") return { msgtype: "markdown", markdown: { title, text } };
  const { mobiles = [], userIds = [], all = false } = at;
  // DingTalk calls those who are named in the text only.
  const missing = [...mobiles, ...userIds].map((name) => `@${name}`).filter((name) => !text.includes(name));
  const named = missing.length === 0 ? text : `${text}\n\n${missing.join(" ")}`;
  return {
    msgtype: "markdown",
    markdown: { title, text: named },
    at: { atMobiles: mobiles, atUserIds: userIds, isAtAll: all },
  };
}

/** The secret is the key, and signs the time in milliseconds with itself. */
function signedUrl({ url, secret }: Credentials, now: number): string {
  if (secret === undefined) return url;
  const signed = new URL(url);
  signed.searchParams.set("timestamp", String(now));
  signed.searchParams.set("sign", createHmac("sha256", secret).update(`${now}\n${secret}`).digest("base64"));
  return signed.href;
}
