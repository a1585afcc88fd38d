import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import type { Event, Facts } from "../model/index.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { AWS_CODES, AWS_KEYS, AWS_WAIT_MS, AwsRegion, awsPost } from "./shared/aws-request.ts";
import { cleanText } from "./shared/clean-text.ts";
import { outcomeOfCode, wordsOf } from "./shared/code-outcome.ts";
import { detailsText } from "./shared/details-text.ts";
import { severityOf, sourceOf } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { modelText } from "./shared/model-text.ts";
import { escapeSms, MAX_SMS, PhoneNumber, smsText } from "./shared/sms-text.ts";
import { targetKey } from "./shared/target-key.ts";

const ARN = /^arn:aws(?:-cn|-us-gov)?:sns:([a-z0-9-]+):\d{12}:[\w/-]{1,256}(?:\.fifo)?$/;
const Arn = z
  .string()
  .max(2_048)
  .refine((text) => AwsRegion.safeParse(ARN.exec(text)?.[1]).success, "must be an ARN of SNS, arn:aws:sns:…");

const Credentials = z
  .strictObject({
    ...AWS_KEYS,
    topicArn: Arn.optional().meta({
      title: "Topic",
      description: "Its ARN.",
      examples: ["arn:aws:sns:eu-west-1:123456789012:ops"],
      shownFirst: true,
    }),
    targetArn: Arn.optional().meta({
      title: "Endpoint",
      description: "The ARN of a mobile application's endpoint, in place of a topic.",
    }),
    phoneNumber: PhoneNumber.optional().meta({
      title: "Telephone",
      description: "With + and the country, in place of a topic.",
      examples: ["+4915112345678"],
    }),
    region: AwsRegion.optional().meta({
      title: "Region",
      description: "With a telephone: the region to send from.",
      examples: ["eu-west-1"],
    }),
  })
  .superRefine(({ topicArn, targetArn, phoneNumber, region }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    const given = [topicArn, targetArn, phoneNumber].filter((target) => target !== undefined);
    if (given.length !== 1) refuse("topicArn", "give one of topicArn, targetArn and phoneNumber");
    else if ((phoneNumber === undefined) !== (region === undefined)) {
      refuse("region", "goes with a phoneNumber; an ARN names its region itself");
    }
  });
type Credentials = z.infer<typeof Credentials>;

/** What is published, but to whom. */
export interface SnsPayload {
  readonly message: string;
  /** Mail has one; a text message has none. */
  readonly subject?: string;
  /** What subscriptions may be filtered by. */
  readonly attributes: Readonly<Record<string, string>>;
}

const PUBLISH_DOC = "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html";
const QUOTA_DOC = "https://docs.aws.amazon.com/general/latest/gr/sns.html";
const checked = "2026-11-20";
const limits = {
  message: { value: 262_144, unit: "bytes, with its attributes", source: PUBLISH_DOC, checked },
  sms: { value: MAX_SMS, unit: "characters", source: PUBLISH_DOC, checked },
  subject: { value: 99, unit: "characters of ASCII", source: PUBLISH_DOC, checked },
  groupId: { value: 128, unit: "characters", source: PUBLISH_DOC, checked },
  rate: { value: 30, unit: "messages a second, in the regions with the least", source: QUOTA_DOC, checked },
} as const;

/** Ours: at most 180 kB, whatever the characters, which leaves room for the attributes. */
const MAX_MESSAGE = 60_000;
const MAX_ATTRIBUTE = 200;

const codes = {
  // The topic is gone, its key cannot be used, or the application behind it was switched off.
  dead: new Set<string>([
    ...AWS_CODES.dead,
    "NotFound",
    "EndpointDisabled",
    "PlatformApplicationDisabled",
    "KMSAccessDenied",
    "KMSDisabled",
    "KMSInvalidState",
    "KMSNotFound",
    "KMSOptInRequired",
  ]),
  refused: new Set(["InvalidParameter", "InvalidParameterValue", "ParameterValueInvalid", "ValidationException"]),
  limited: new Map([...AWS_CODES.limited, "KMSThrottling"].map((code) => [code, AWS_WAIT_MS])),
};

/** Publishes to a topic of Amazon SNS, to an endpoint of it, or as a text message to a telephone. */
export const sns: Provider<Credentials, SnsPayload> = {
  kind: "sns",
  title: "Amazon SNS",
  Credentials,
  limits,
  rate: { tokens: 30, perMs: 1_000 },
  keepsIncidents: false,
  // A text message is paid for, and SNS knows no repeat of one.
  costly: ({ phoneNumber }) => phoneNumber !== undefined,
  publicCredentials: ["region"],
  escape: cleanText,
  render(input, model, { phoneNumber }) {
    return phoneNumber === undefined ? topicMessage(input, model) : textMessage(input, model);
  },
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const request = await awsPost({
      service: { name: "sns", host: "sns" },
      region: regionOf(credentials),
      keys: credentials,
      path: "/",
      contentType: "application/x-www-form-urlencoded",
      body: formOf(payload, credentials, { messageId, alertKey }).toString(),
      now,
    });
    return outcomeOfPublish(await http.request(request), now);
  },
};

/** An ARN names its region. */
function regionOf({ topicArn, targetArn, region }: Credentials): string {
  return region ?? ARN.exec(topicArn ?? targetArn ?? "")?.[1] ?? "";
}

function formOf(
  { message, subject, attributes }: SnsPayload,
  { topicArn, targetArn, phoneNumber }: Credentials,
  ids: { readonly messageId: string; readonly alertKey: string | null },
): URLSearchParams {
  const form = new URLSearchParams({ Action: "Publish", Version: "2010-03-31" });
  if (topicArn !== undefined) form.set("TopicArn", topicArn);
  if (targetArn !== undefined) form.set("TargetArn", targetArn);
  if (phoneNumber !== undefined) form.set("PhoneNumber", phoneNumber);
  form.set("Message", message);
  if (subject !== undefined) form.set("Subject", subject);
  for (const [index, [name, value]] of Object.entries(attributes).entries()) {
    const entry = `MessageAttributes.entry.${index + 1}`;
    form.set(`${entry}.Name`, name);
    form.set(`${entry}.Value.DataType`, "String");
    form.set(`${entry}.Value.StringValue`, value);
  }
  if (topicArn?.endsWith(".fifo") === true) {
    // What belongs together stays in order, and a repeat within five minutes is dropped.
    form.set("MessageGroupId", targetKey(ids, limits.groupId.value));
    form.set("MessageDeduplicationId", ids.messageId);
  }
  return form;
}

function topicMessage(input: RenderInput, model: string | null): SnsPayload {
  const { event, facts } = input;
  const description = describeEvent(event, facts);
  const { title } = description;
  const details = detailsText(description, MAX_MESSAGE - title.length - 2);
  const text = details === "" ? title : `${title}\n\n${details}`;
  const message = model === null ? cleanText(text) : truncate(modelText(input, model, cleanText), MAX_MESSAGE);
  return { message, subject: subjectOf(title, event), attributes: attributesOf(event, facts) };
}

function textMessage(input: RenderInput, model: string | null): SnsPayload {
  return { message: smsText(input, model), attributes: { "AWS.SNS.SMS.SMSType": "Transactional" } };
}

/** SNS takes ASCII only, in one line that begins with a letter, digit or mark. */
function subjectOf(title: string, event: Event): string {
  const ascii = escapeSms(title)
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/ +/g, " ")
    .trim();
  const subject = /[a-z0-9]/i.test(ascii) ? ascii : `Watchbell: ${event}`;
  return subject.length <= limits.subject.value
    ? subject
    : `${subject.slice(0, limits.subject.value - 3).trimEnd()}...`;
}

function attributesOf(event: Event, facts: Facts): Readonly<Record<string, string>> {
  const monitor = facts.type === "monitor" ? { monitor: sourceOf(facts) } : {};
  const all = { event, severity: severityOf(facts), project: facts.projectName, topic: facts.topic, ...monitor };
  const entries = Object.entries(all).map(([name, value]) => [name, truncate(cleanText(value).trim(), MAX_ATTRIBUTE)]);
  // SNS takes no empty value.
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** Success is 200 with a message's id; an error has its code in XML. */
function outcomeOfPublish(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 200 && elementOf("MessageId", result.body) !== null) return { kind: "accepted", answer };
    return { kind: "unknown", reason: `The answer was ${result.status}, but without the message id of SNS.`, answer };
  }
  const code = elementOf("Code", result.body);
  if (code === null) return outcome;
  const said = { service: "Amazon SNS", code, text: elementOf("Message", result.body) ?? "" };
  const known = outcomeOfCode(said, codes, result, now);
  if (known !== null || outcome.kind !== "retry") return known ?? outcome;
  return { ...outcome, reason: `Amazon SNS did not take the message: ${wordsOf(said)}.` };
}

function elementOf(name: string, xml: string): string | null {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? null;
}
