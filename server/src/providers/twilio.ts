import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import type { Provider, SendResult } from "./contract.ts";
import { outcomeOfCode, wordsOf } from "./shared/code-outcome.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { escapeSms, MAX_SMS, PhoneNumber, smsText } from "./shared/sms-text.ts";

const Secret = z.string().regex(/^[A-Za-z0-9]{16,100}$/, "must be letters and digits only");
const sid = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `must be the SID of ${what}: ${prefix} and 32 digits`);

const Credentials = z
  .strictObject({
    accountSid: sid("AC", "an account").meta({ title: "Account SID", examples: ["AC…"] }),
    authToken: Secret.optional().meta({
      title: "Auth token",
      description: "Or an API key in place of it, below.",
      format: "password",
      shownFirst: true,
    }),
    apiKeySid: sid("SK", "an API key")
      .optional()
      .meta({ title: "API key SID", examples: ["SK…"] }),
    apiKeySecret: Secret.optional().meta({ title: "API key secret", format: "password" }),
    from: z
      .string()
      .regex(
        /^(?:\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
        "must be a number, a short code or a name",
      )
      .optional()
      .meta({
        title: "From",
        description: "A number of yours, a short code, or a name where the country allows one.",
        examples: ["+15005550006"],
        shownFirst: true,
      }),
    messagingServiceSid: sid("MG", "a messaging service")
      .optional()
      .meta({ title: "Messaging service SID", description: "In place of From.", examples: ["MG…"] }),
    to: PhoneNumber.meta({
      title: "To",
      description: "One number, with + and the country.",
      examples: ["+4915112345678"],
    }),
    region: z.enum(["us1", "ie1", "au1"]).optional().meta({ title: "Region", description: "us1 unless given." }),
  })
  .superRefine(({ authToken, apiKeySid, apiKeySecret, from, messagingServiceSid }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if ((apiKeySid === undefined) !== (apiKeySecret === undefined)) {
      refuse("apiKeySecret", "apiKeySid and apiKeySecret go together");
    } else if ((authToken === undefined) === (apiKeySid === undefined)) {
      refuse("authToken", "give either authToken, or apiKeySid and apiKeySecret");
    }
    if ((from === undefined) === (messagingServiceSid === undefined)) {
      refuse("from", "give either from or messagingServiceSid");
    }
  });
type Credentials = z.infer<typeof Credentials>;

/** What is sent, but from whom and to whom. */
export interface TwilioPayload {
  readonly body: string;
}

const MESSAGE_DOC = "https://www.twilio.com/docs/messaging/api/message-resource";
const RATE_DOC = "https://www.twilio.com/docs/messaging/guides/scaling-queueing-latency";
const checked = "2026-11-20";
const limits = {
  body: { value: MAX_SMS, unit: "characters", source: MESSAGE_DOC, checked },
  rate: { value: 1, unit: "message a second from an ordinary number", source: RATE_DOC, checked },
} as const;

/** https://www.twilio.com/docs/global-infrastructure: each region has the edge nearest to it. */
const ORIGINS = {
  us1: "https://api.twilio.com",
  ie1: "https://api.dublin.ie1.twilio.com",
  au1: "https://api.sydney.au1.twilio.com",
} as const;

/** https://www.twilio.com/docs/api/errors */
const codes = {
  // The account, the key, the sender or the receiver is not there or may not do this.
  dead: new Set(
    [
      ["20003", "20005", "20008", "20404"],
      ["21211", "21214", "21217", "21264", "21408", "21610", "21612", "21614", "21635"],
      ["21212", "21603", "21606", "21608", "21659", "21660", "21661", "21701", "21703", "21704", "21705"],
    ].flat(),
  ),
  refused: new Set(["14103", "21602", "21617", "21619", "21658", "30044"]),
  limited: new Map([
    ["20429", 60_000],
    ["21611", 60_000],
    // The day's messages are used up; the pause ends at an hour, and is renewed.
    ["63038", 3_600_000],
  ]),
};

/** Sends SMS through Twilio. */
export const twilio: Provider<Credentials, TwilioPayload> = {
  kind: "twilio",
  title: "Twilio SMS",
  Credentials,
  limits,
  rate: { tokens: 1, perMs: 1_000 },
  keepsIncidents: false,
  costly: () => true,
  publicCredentials: ["region"],
  escape: escapeSms,
  render: (input, model) => ({ body: smsText(input, model) }),
  async send({ payload, credentials }, { http, now }) {
    const { accountSid, from, messagingServiceSid, to, region = "us1" } = credentials;
    const form = new URLSearchParams({ To: to, Body: payload.body });
    if (from !== undefined) form.set("From", from);
    if (messagingServiceSid !== undefined) form.set("MessagingServiceSid", messagingServiceSid);
    const result = await http.request({
      method: "POST",
      url: `${ORIGINS[region]}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(loginOf(credentials)).toString("base64")}`,
      },
      body: form.toString(),
    });
    return outcomeOfMessage(result, now);
  },
};

function loginOf({ accountSid, authToken, apiKeySid, apiKeySecret }: Credentials): string {
  return authToken === undefined ? `${apiKeySid}:${apiKeySecret}` : `${accountSid}:${authToken}`;
}

const Taken = z.object({ sid: z.string().min(1) });
const Refusal = z.object({ code: z.number(), message: z.string().optional() });

/** Success is 201 with the message's SID: it is queued. */
function outcomeOfMessage(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed" || outcome.kind === "unknown") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 201 && readAnswer(Taken, result.body) !== null) return { kind: "accepted", answer };
    const reason = `The answer was ${result.status}, but not the 201 with a SID that Twilio gives.`;
    return { kind: "unknown", reason, answer };
  }
  const refusal = readAnswer(Refusal, result.body);
  if (refusal === null) return outcome;
  const said = { service: "Twilio", code: String(refusal.code), text: refusal.message ?? "" };
  const known = outcomeOfCode(said, codes, result, now);
  if (known !== null || outcome.kind !== "retry") return known ?? outcome;
  return { ...outcome, reason: `Twilio did not take the message: ${wordsOf(said)}.` };
}
