import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { type Codes, outcomeOfCode } from "./shared/code-outcome.ts";
import { addressUnder, BaseUrl, Token } from "./shared/credentials.ts";
import { detailsText } from "./shared/details-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { shortHash } from "./shared/target-key.ts";
import { truncateBytes } from "./shared/truncate-bytes.ts";
import { type Urgency, urgencyOf } from "./shared/urgency.ts";

const Credentials = z
  .strictObject({
    url: BaseUrl.refine(
      (text) => (URL.parse(text)?.pathname ?? "/") === "/",
      "must be the address of the server: the topic has a field of its own",
    )
      .optional()
      .meta({ title: "Server", description: "https://ntfy.sh unless given.", examples: ["https://ntfy.example.com"] }),
    topic: z
      .string()
      .regex(/^[-_A-Za-z0-9]{1,64}$/, "must have 1 to 64 letters, digits, - and _")
      .meta({
        title: "Topic",
        description:
          "Subscribe to it in the ntfy app. On a public server its name is its password: pick one that nobody guesses.",
        examples: ["ops-alerts-8f2kq0"],
      }),
    token: Token.optional().meta({
      title: "Access token",
      description: "Where the topic asks for one.",
      format: "password",
    }),
    username: z.string().min(1).max(256).optional().meta({ title: "User name", description: "In place of a token." }),
    password: z.string().min(1).max(256).optional().meta({ title: "Password", format: "password" }),
  })
  .superRefine(({ token, username, password }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if ((username === undefined) !== (password === undefined)) refuse("password", "username and password go together");
    if (token !== undefined && username !== undefined) refuse("token", "is enough: leave username and password out");
  });
type Credentials = z.infer<typeof Credentials>;

export interface NtfyPayload {
  readonly title: string;
  readonly message: string;
  readonly priority: 1 | 2 | 3 | 4 | 5;
  /** Names of emojis, which stand before the title. */
  readonly tags: readonly string[];
  readonly click?: string;
  readonly actions?: readonly [{ readonly action: "view"; readonly label: string; readonly url: string }];
}

const LIMITS_DOC = "https://docs.ntfy.sh/publish/#limitations";
const checked = "2026-11-20";
const limits = {
  /** What is longer arrives as an attachment. */
  message: { value: 4_096, unit: "bytes", source: LIMITS_DOC, checked },
  rate: { value: 60, unit: "requests at once, then 1 in 5 seconds", source: LIMITS_DOC, checked },
} as const;

const NTFY_SH = "https://ntfy.sh";
const URL_LENGTH = 2_000;
const PRIORITIES = { critical: 5, error: 4, warning: 3, info: 2, normal: 3 } as const satisfies Record<Urgency, number>;
const TAGS = { bad: "red_circle", good: "green_circle", neutral: "large_blue_circle" } as const;

const Answer = z.object({ id: z.string() });
const Failure = z.object({ code: z.int(), error: z.string() });

/** https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
const CODES: Codes = {
  // 40009 and 40010: a topic that there cannot be.
  dead: new Set(["40009", "40010", "40101", "40301", "40401"]),
  refused: new Set(["41301", "41303"]),
  limited: new Map([
    ["42901", 60_000],
    // The quota of a day; a bucket is never paused for longer than an hour at once.
    ["42908", 3_600_000],
    ["42909", 300_000],
  ]),
};

/** Publishes to a topic of ntfy; on servers from 2.16 on a recovery replaces the message that told of the incident. */
export const ntfy: Provider<Credentials, NtfyPayload> = {
  kind: "ntfy",
  title: "ntfy",
  Credentials,
  limits,
  rate: { tokens: 60, perMs: 300_000 },
  keepsIncidents: false,
  publicCredentials: ["url", "username"],
  escape: cleanText,
  render(input, model) {
    const description = describeEvent(input.event, input.facts);
    const text = model === null ? textOf(description) : modelText(input, model, cleanText);
    return {
      title: cleanText(description.title),
      message: truncateBytes(text, limits.message.value),
      priority: PRIORITIES[urgencyOf(input.event, input.facts)],
      tags: [TAGS[description.tone]],
      ...linkOf(description.url),
    };
  },
  async send({ payload, credentials, alertKey }, { http, now }) {
    const { url = NTFY_SH, topic } = credentials;
    // Other characters than letters and digits are refused there.
    const sequence = alertKey === null ? {} : { sequence_id: shortHash(alertKey) };
    const request = jsonPost(addressUnder(url, "/"), { topic, ...sequence, ...payload }, authorization(credentials));
    return outcomeOfPublish(await http.request(request), now);
  },
};

/** The link is a button, and what a tap opens. */
function textOf(description: Description): string {
  const text = cleanText(detailsText({ ...description, url: null }, limits.message.value));
  return text === "" ? cleanText(description.title) : text;
}

function linkOf(url: string | null): Pick<NtfyPayload, "click" | "actions"> {
  if (url === null || url.length > URL_LENGTH) return {};
  return { click: url, actions: [{ action: "view", label: "Open in Watchbell", url }] };
}

function authorization({ token, username, password }: Credentials): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

/** Success is a message with its id. */
function outcomeOfPublish(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  if (outcome.kind === "delivered") {
    if (readAnswer(Answer, result.body) !== null) return outcome;
    const reason = `The answer was ${result.status}, but not the message that ntfy gives.`;
    return { kind: "unknown", reason, answer: answerText(result) };
  }
  const failure = readAnswer(Failure, result.body);
  if (failure === null) return outcome;
  const said = { service: "The ntfy server", code: String(failure.code), text: failure.error };
  return outcomeOfCode(said, CODES, result, now) ?? outcome;
}
