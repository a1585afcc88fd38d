import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import type { Mailbox } from "../lib/smtp.ts";
import type { Provider, SendResult } from "./contract.ts";
import { AWS_CODES, AWS_KEYS, AWS_WAIT_MS, AwsRegion, awsPost } from "./shared/aws-request.ts";
import { outcomeOfCode, wordsOf } from "./shared/code-outcome.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { escapeForMail, MAIL_HEADERS, type MailMessage, renderMail, threadReference } from "./shared/mail-message.ts";
import { domainOf, MailAddress, mailboxOf } from "./shared/mailbox.ts";
import { readAnswer } from "./shared/read-answer.ts";

const MAX_RECIPIENTS = 50;

const Credentials = z.strictObject({
  ...AWS_KEYS,
  region: AwsRegion.meta({ title: "Region", description: "Where the sender is verified.", examples: ["eu-west-1"] }),
  from: MailAddress.meta({
    title: "From",
    description: "One address that SES has verified.",
    examples: ["Watchbell <watchbell@example.com>"],
  }),
  to: z
    .array(MailAddress)
    .min(1)
    .max(MAX_RECIPIENTS)
    .meta({ title: "To", description: "One address a line. All see each other.", examples: ["you@example.com"] }),
  replyTo: z
    .array(MailAddress)
    .min(1)
    .max(10)
    .optional()
    .meta({ title: "Reply to", description: "One address a line." }),
  configurationSet: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the name of a configuration set")
    .optional()
    .meta({ title: "Configuration set" }),
});
type Credentials = z.infer<typeof Credentials>;

const QUOTA_DOC = "https://docs.aws.amazon.com/ses/latest/dg/quotas.html";
const ERROR_DOC = "https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html";
const checked = "2026-11-20";
const limits = {
  recipients: { value: MAX_RECIPIENTS, unit: "recipients", source: QUOTA_DOC, checked },
  /** An account's own, and told in answers only: 1 a second in the sandbox. */
  rate: { value: 1, unit: "mail a second in the sandbox", source: ERROR_DOC, checked },
} as const;

/** The day's mails are used up: asked again every hour. */
const QUOTA_WAIT_MS = 3_600_000;

const codes = {
  // The account may not send, the sender is not verified, or the configuration set is gone.
  dead: new Set<string>([
    ...AWS_CODES.dead,
    "AccountSuspendedException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "SendingPausedException",
  ]),
  refused: new Set(["BadRequestException", "MessageRejected"]),
  limited: new Map<string, number>([
    ...[...AWS_CODES.limited, "TooManyRequestsException"].map((code) => [code, AWS_WAIT_MS] as const),
    ["LimitExceededException", QUOTA_WAIT_MS],
  ]),
};

/** Sends mail through the API of Amazon SES. */
export const ses: Provider<Credentials, MailMessage> = {
  kind: "ses",
  title: "Amazon SES",
  Credentials,
  limits,
  rate: { tokens: 10, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["region", "from", "to", "replyTo", "configurationSet"],
  escape: escapeForMail,
  render: renderMail,
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const request = await awsPost({
      service: { name: "ses", host: "email" },
      region: credentials.region,
      keys: credentials,
      path: "/v2/email/outbound-emails",
      contentType: "application/json",
      body: JSON.stringify(mailOf(payload, credentials, { messageId, alertKey })),
      now,
    });
    return outcomeOfMail(await http.request(request), now);
  },
};

function mailOf(
  { subject, text, html }: MailMessage,
  { from, to, replyTo, configurationSet }: Credentials,
  { messageId, alertKey }: { readonly messageId: string; readonly alertKey: string | null },
) {
  const sender = mailboxOf(from);
  const reference = threadReference(alertKey, domainOf(sender));
  // SES gives each mail a Message-ID of its own, so ours stands beside it.
  const headers = {
    ...MAIL_HEADERS,
    "X-Watchbell-Message-Id": messageId,
    ...(reference === null ? {} : { "In-Reply-To": reference, References: reference }),
  };
  return {
    FromEmailAddress: addressText(sender),
    Destination: { ToAddresses: to.map((address) => addressText(mailboxOf(address))) },
    ...(replyTo === undefined ? {} : { ReplyToAddresses: replyTo.map((address) => addressText(mailboxOf(address))) }),
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    Content: {
      Simple: {
        Subject: { Data: subject, Charset: "UTF-8" },
        Body: { Text: { Data: text, Charset: "UTF-8" }, Html: { Data: html, Charset: "UTF-8" } },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  };
}

/** An encoded word holds at most 75 characters, 45 bytes in base64. */
const WORD_CHARACTERS = 11;

/** An address with its name; SES wants what is not ASCII encoded as RFC 2047 says. */
function addressText({ name, address }: Mailbox): string {
  if (name === "") return address;
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
  const characters = Array.from(name);
  const words: string[] = [];
  for (let from = 0; from < characters.length; from += WORD_CHARACTERS) {
    const part = characters.slice(from, from + WORD_CHARACTERS).join("");
    words.push(`=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`);
  }
  return `${words.join(" ")} <${address}>`;
}

const Taken = z.object({ MessageId: z.string().min(1) });
const Refusal = z.object({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** Success is 200 with a message's id; an error has its type in a header, or in the body. */
function outcomeOfMail(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 200 && readAnswer(Taken, result.body) !== null) return { kind: "accepted", answer };
    return { kind: "unknown", reason: `The answer was ${result.status}, but without the message id of SES.`, answer };
  }
  const refusal = readAnswer(Refusal, result.body);
  const type = result.headers["x-amzn-errortype"] ?? refusal?.__type ?? "";
  if (type === "") return outcome;
  // `Name:http://…` in the header, `namespace#Name` in the body.
  const code = type.replace(/:.*$/s, "").replace(/^.*#/s, "");
  const said = { service: "Amazon SES", code, text: refusal?.message ?? refusal?.Message ?? "" };
  if (/^Throttling/.test(code) && /daily/i.test(said.text)) {
    return { kind: "limited", afterMs: QUOTA_WAIT_MS, reason: `Amazon SES limits us: ${wordsOf(said)}.`, answer };
  }
  const known = outcomeOfCode(said, codes, result, now);
  if (known !== null || outcome.kind !== "retry") return known ?? outcome;
  return { ...outcome, reason: `Amazon SES did not take the mail: ${wordsOf(said)}.` };
}
