import { z } from "zod";
import type { HttpResult } from "../../lib/http-client.ts";
import type { SendDeps, SendInput, SendResult } from "../contract.ts";
import { type Codes, outcomeOfCode } from "./code-outcome.ts";
import { addressUnder } from "./credentials.ts";
import { followUp, type OnRecovery } from "./follow-up.ts";
import { answerText, outcomeOf } from "./http-outcome.ts";
import { jsonPost } from "./json-post.ts";
import { readAnswer } from "./read-answer.ts";
import type { SlackMessage } from "./slack-message.ts";

const API = "https://slack.com/api";

/** What leads to one channel with a bot's token. */
export interface SlackBot {
  readonly token: string;
  readonly channel: string;
  readonly onRecovery: OnRecovery;
  /** Absent: Slack's own. */
  readonly apiUrl?: string | undefined;
  /** Under which name and picture new messages are posted; absent: the bot's own. */
  readonly as?: { readonly username?: string | undefined; readonly icon_emoji?: string | undefined } | undefined;
}

/** `to` is the channel as it was configured; a message to another one does not continue this conversation. */
const Receipt = z.object({ to: z.string(), channel: z.string(), ts: z.string() });
type Receipt = z.infer<typeof Receipt>;

const Answer = z.union([
  z.object({ ok: z.literal(true), channel: z.string(), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const CODES: Codes = {
  dead: new Set([
    "access_denied",
    "account_inactive",
    "channel_not_found",
    "enterprise_is_restricted",
    "invalid_auth",
    "is_archived",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "not_in_channel",
    "org_login_required",
    "restricted_action",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
  ]),
  refused: new Set([
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_json",
    "markdown_text_conflict",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "too_many_attachments",
  ]),
  limited: new Map([
    ["rate_limited", 60_000],
    ["ratelimited", 60_000],
  ]),
};
/** The message that should be changed or answered cannot be, so a new one says it. */
const UNREACHABLE = new Set([
  "cannot_reply_to_message",
  "cant_update_message",
  "edit_window_closed",
  "message_not_found",
  "thread_not_found",
]);

type Input = Pick<
  SendInput<SlackBot, { readonly message: SlackMessage; readonly ends: boolean }>,
  "payload" | "previous"
> & {
  readonly bot: SlackBot;
};

/** Posts as a bot; what belongs to an earlier message edits that one or answers it in its thread. */
export async function sendAsBot(
  { payload, previous, bot }: Input,
  deps: Pick<SendDeps, "http" | "now">,
): Promise<SendResult> {
  const { message, ends } = payload;
  const root = rootOf(previous, bot.channel);
  const how = followUp(bot.onRecovery, { ends, hasRoot: root !== null });
  if (root !== null && how !== "post") {
    const { channel, ts } = root;
    const result =
      how === "edit"
        ? // Without blocks Slack would keep the old ones.
          await call("chat.update", { channel, ts, blocks: [], ...message })
        : await call("chat.postMessage", {
            channel,
            thread_ts: ts,
            reply_broadcast: true,
            ...QUIET,
            ...bot.as,
            ...message,
          });
    if (!UNREACHABLE.has(errorOf(result) ?? "")) return outcomeOfCall(result, deps.now, () => root);
  }
  const result = await call("chat.postMessage", { channel: bot.channel, ...QUIET, ...bot.as, ...message });
  return outcomeOfCall(result, deps.now, ({ channel, ts }) => ({ to: bot.channel, channel, ts }));

  function call(method: string, body: unknown): Promise<HttpResult> {
    return deps.http.request(
      jsonPost(addressUnder(bot.apiUrl ?? API, `/${method}`), body, { authorization: `Bearer ${bot.token}` }),
    );
  }
}

/** Links are not followed for a preview. */
const QUIET = { unfurl_links: false, unfurl_media: false };

function rootOf(previous: unknown, channel: string): Receipt | null {
  const { data } = Receipt.safeParse(previous);
  return data?.to === channel ? data : null;
}

function errorOf(result: HttpResult): string | null {
  const said = result.kind === "answer" ? readAnswer(Answer, result.body) : null;
  return said === null || said.ok ? null : said.error;
}

/** Success is `ok: true` in the body: an error comes with status 200 as well. */
function outcomeOfCall(
  result: HttpResult,
  now: number,
  receiptOf: (posted: { readonly channel: string; readonly ts: string }) => Receipt,
): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "limited") return outcome;
  const answer = answerText(result);
  const said = readAnswer(Answer, result.body);
  if (said?.ok === true) return { kind: "delivered", answer, receipt: receiptOf(said) };
  if (said === null) {
    if (outcome.kind !== "delivered") return outcome;
    return { kind: "unknown", reason: `The answer was ${result.status}, but none that Slack gives.`, answer };
  }
  const known = outcomeOfCode({ service: "Slack", code: said.error, text: "" }, CODES, result, now);
  return known ?? { kind: "retry", reason: `Slack did not take the message: ${said.error}.`, answer };
}
