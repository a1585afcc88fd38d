import { z } from "zod";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider } from "./contract.ts";
import { CHAT_MARKDOWN_WHOLE, chatMarkdown, escapeChatMarkdown } from "./shared/chat-markdown.ts";
import { HttpUrl } from "./shared/credentials.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { ErrcodeAnswer, outcomeOfRobot } from "./shared/robot-answer.ts";
import { truncateBytes } from "./shared/truncate-bytes.ts";

const Credentials = z.strictObject({
  url: HttpUrl.refine(
    (text) => Boolean(URL.parse(text)?.searchParams.get("key")),
    "must be the robot's webhook, with its key",
  ).meta({
    title: "Webhook address",
    description: "Add a robot in the group and copy its webhook.",
    examples: ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"],
  }),
});
type Credentials = z.infer<typeof Credentials>;

/** A message of the robot. */
export interface WeComPayload {
  readonly msgtype: "markdown";
  readonly markdown: { readonly content: string };
}

const ROBOT_DOC = "https://developer.work.weixin.qq.com/document/path/91770";
const checked = "2026-11-20";
const limits = {
  markdown: { value: 4_096, unit: "bytes", source: ROBOT_DOC, checked },
  rate: { value: 20, unit: "messages a minute", source: ROBOT_DOC, checked },
} as const;

const codes = {
  // The webhook does not exist, or the robot was removed.
  dead: new Set(["93000", "93004", "93008"]),
  refused: new Set(["40008", "40058", "44004", "45002"]),
  limited: new Map([["45009", 60_000]]),
};

/** Posts through a robot of a WeCom group. */
export const wecom: Provider<Credentials, WeComPayload> = {
  kind: "wecom",
  title: "WeCom",
  Credentials,
  limits,
  // Within any minute at most 18.
  rate: { tokens: 3, perMs: 12_000 },
  keepsIncidents: false,
  publicCredentials: [],
  escape: escapeChatMarkdown,
  render(input, model) {
    const content =
      model === null
        ? chatMarkdown(describeEvent(input.event, input.facts), limits.markdown.value)
        : truncateBytes(modelText(input, model, escapeChatMarkdown), limits.markdown.value, CHAT_MARKDOWN_WHOLE);
    return { msgtype: "markdown", markdown: { content } };
  },
  async send({ payload, credentials }, { http, now }) {
    const result = await http.request(jsonPost(credentials.url, payload));
    return outcomeOfRobot(result, now, { service: "WeCom", Answer: ErrcodeAnswer, codes });
  },
};
