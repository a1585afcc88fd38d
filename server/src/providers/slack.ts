import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import type { Provider, SendResult } from "./contract.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { BaseUrl, HttpUrl, Token } from "./shared/credentials.ts";
import { endsIncident } from "./shared/event-facts.ts";
import { OnRecovery } from "./shared/follow-up.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { type SlackBot, sendAsBot } from "./shared/slack-api.ts";
import { escapeMrkdwn, type SlackMessage, slackLimits, slackMessage } from "./shared/slack-message.ts";

const Channel = z.string().regex(/^#?[^\s#@]{1,80}$/, "must be a channel's id, such as C0123456789, or its name");

/** Either a webhook's `url`, or a bot's `token` with its `channel`. */
const Credentials = z
  .strictObject({
    url: HttpUrl.optional().meta({
      title: "Webhook address",
      description: "In Slack: your app, Incoming Webhooks, Add New Webhook. Or post as a bot, below.",
      examples: ["https://hooks.slack.com/services/…"],
      shownFirst: true,
    }),
    token: Token.optional().meta({
      title: "Bot's token",
      description: "In place of the webhook; the app needs the scope chat:write.",
      examples: ["xoxb-…"],
      format: "password",
    }),
    channel: Channel.optional().meta({
      title: "Channel",
      description: "With a token: its id or name. Invite the app to it.",
      examples: ["C0123456789"],
    }),
    onRecovery: OnRecovery.optional(),
    apiUrl: BaseUrl.optional().meta({
      title: "API address",
      description: "Of a server that speaks Slack's API; absent: https://slack.com/api.",
    }),
    username: z
      .string()
      .max(80)
      .regex(/^\P{Cc}+$/u)
      .optional()
      .meta({ title: "Name to post as", description: "A bot needs the scope chat:write.customize for it." }),
    icon: z
      .string()
      .regex(/^:[a-z0-9_+'-]{1,100}:$/, "must be an emoji such as :bell:")
      .optional()
      .meta({ title: "Emoji to post with", examples: [":bell:"] }),
  })
  .superRefine(({ url, token, channel, onRecovery, apiUrl, username, icon }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    const ofBot = [token, channel, onRecovery, apiUrl, username, icon].some((part) => part !== undefined);
    if (url === undefined && !ofBot) refuse("url", "is required: give a webhook's url, or a bot's token and channel");
    if (url !== undefined && ofBot)
      refuse("url", "says it all: leave token, channel and all that is a bot's out, or leave url out");
    if (url === undefined && ofBot && token === undefined) refuse("token", "is required with a channel");
    if (url === undefined && ofBot && channel === undefined) refuse("channel", "is required with a token");
  });
type Credentials = z.infer<typeof Credentials>;

export interface SlackPayload {
  readonly message: SlackMessage;
  /** True when it tells the end of an incident. */
  readonly ends: boolean;
}

/** What a webhook of Slack says when it will take no message, or not this one. */
const CODES: Codes = {
  dead: new Set([
    "action_prohibited",
    "channel_is_archived",
    "channel_not_found",
    "invalid_token",
    "no_service",
    "no_service_id",
    "no_team",
    "team_disabled",
    "user_not_found",
  ]),
  refused: new Set([
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_payload",
    "msg_too_long",
    "no_text",
    "too_many_attachments",
  ]),
  limited: new Map(),
};

/** Posts to an incoming webhook of Slack (or of anything that speaks as one), or as a bot, which can edit and thread. */
export const slack: Provider<Credentials, SlackPayload> = {
  kind: "slack",
  title: "Slack",
  Credentials,
  limits: slackLimits,
  rate: { tokens: 3, perMs: 3_000 },
  keepsIncidents: false,
  publicCredentials: ["channel", "onRecovery", "apiUrl", "username", "icon"],
  escape: escapeMrkdwn,
  render: (input, model) => ({ message: slackMessage(input, model), ends: endsIncident(input.event) }),
  async send({ payload, credentials, previous }, { http, now }) {
    const { url } = credentials;
    if (url === undefined) return sendAsBot({ payload, previous, bot: botOf(credentials) }, { http, now });
    return outcomeOfPost(await http.request(jsonPost(url, payload.message)), now);
  },
};

function botOf({ token, channel, onRecovery = "thread", apiUrl, username, icon }: Credentials): SlackBot {
  if (token === undefined || channel === undefined)
    throw new Error("credentials that passed their schema lead nowhere");
  return { token, channel, onRecovery, apiUrl, as: { username, icon_emoji: icon } };
}

/** Success is 200 and the body `ok`; a webhook's own words say more than its status. */
function outcomeOfPost(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  const code = result.body.trim();
  const known = outcomeOfCode({ service: "Slack", code, text: "" }, CODES, result, now);
  if (known !== null) return known;
  if (outcome.kind !== "delivered" || (result.status === 200 && code === "ok")) return outcome;
  const reason = `The answer was ${result.status}, but not the "ok" that Slack gives.`;
  return { kind: "unknown", reason, answer: answerText(result) };
}
