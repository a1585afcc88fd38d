import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Provider, RenderInput, SendResult } from "./contract.ts";
import { AWS_CODES, AWS_KEYS, AWS_WAIT_MS, AwsRegion, awsPost } from "./shared/aws-request.ts";
import { cleanText } from "./shared/clean-text.ts";
import { outcomeOfCode, wordsOf } from "./shared/code-outcome.ts";
import { detailsText } from "./shared/details-text.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { modelText } from "./shared/model-text.ts";
import { readAnswer } from "./shared/read-answer.ts";
import { targetKey } from "./shared/target-key.ts";

const QUEUE = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/\d{12}\/[\w-]{1,80}(?:\.fifo)?$/;
const QueueUrl = z
  .string()
  .max(300)
  .refine(
    (text) => AwsRegion.safeParse(regionOf(text)).success,
    "must be the URL of a queue, https://sqs.{region}.amazonaws.com/{account}/{name}",
  );

/** What is handed on with each message may be so long; the rest is for the text. */
const MAX_CONFIGURATION = 60_000;

const Credentials = z.strictObject({
  ...AWS_KEYS,
  queueUrl: QueueUrl.meta({
    title: "Queue",
    description: "Its URL.",
    examples: ["https://sqs.eu-west-1.amazonaws.com/123456789012/notifications"],
  }),
  configuration: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(200)
        .meta({
          title: "Configuration name",
          description: "Your consumer gets it with each message.",
          examples: ["slack"],
        }),
      credentials: z.record(z.string(), z.unknown()).default({}).meta({
        title: "Configuration credentials",
        description: "Any names and values. A value in braces or brackets is taken as JSON.",
      }),
    })
    .refine(
      (configuration) => Buffer.byteLength(JSON.stringify(configuration)) <= MAX_CONFIGURATION,
      `must have at most ${MAX_CONFIGURATION} bytes`,
    ),
});
type Credentials = z.infer<typeof Credentials>;

const QUOTA_DOC = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html";
const SEND_DOC = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html";
const checked = "2026-11-20";
const limits = {
  /** Queues that are older than August 2025 still have it. */
  message: { value: 262_144, unit: "bytes, where the queue does not take 1,048,576", source: SEND_DOC, checked },
  groupId: { value: 128, unit: "characters", source: SEND_DOC, checked },
  rate: { value: 300, unit: "messages a second to a FIFO queue", source: QUOTA_DOC, checked },
} as const;

/** Ours: at most 180 kB, whatever the characters, which leaves room for the configuration. */
const MAX_MESSAGE = 30_000;

/** Some of its errors end so and some do not. */
const bare = (code: string): string => code.replace(/Exception$/, "");

const codes = {
  // The queue is gone, its key cannot be used, or it refuses us.
  dead: new Set<string>([
    ...AWS_CODES.dead.map(bare),
    "QueueDoesNotExist",
    "QueueDeletedRecently",
    "InvalidAddress",
    "InvalidSecurity",
    "KmsAccessDenied",
    "KmsDisabled",
    "KmsInvalidKeyUsage",
    "KmsInvalidState",
    "KmsNotFound",
    "KmsOptInRequired",
  ]),
  refused: new Set(["InvalidMessageContents", "InvalidParameterValue", "MissingParameter", "UnsupportedOperation"]),
  limited: new Map(
    [...AWS_CODES.limited.map(bare), "KmsThrottled", "RequestThrottled"].map((code) => [code, AWS_WAIT_MS]),
  ),
};

/** Puts each message into a queue of Amazon SQS, in the shape that the Serverless Notification Service's senders read. */
export const sqs: Provider<Credentials, string> = {
  kind: "sqs",
  title: "Amazon SQS",
  Credentials,
  limits,
  rate: { tokens: 300, perMs: 1_000 },
  keepsIncidents: false,
  publicCredentials: ["queueUrl"],
  // The text stands in JSON; what its reader makes of it is the reader's affair.
  escape: cleanText,
  render: renderText,
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    const { queueUrl } = credentials;
    const request = await awsPost({
      service: { name: "sqs", host: "sqs" },
      region: regionOf(queueUrl),
      keys: credentials,
      path: "/",
      contentType: "application/x-amz-json-1.0",
      target: "AmazonSQS.SendMessage",
      body: JSON.stringify(callOf(payload, credentials, { messageId, alertKey })),
      now,
    });
    return outcomeOfCall(await http.request(request), now);
  },
};

/** The URL of a queue names its region. */
function regionOf(queueUrl: string): string {
  return QUEUE.exec(queueUrl)?.[1] ?? "";
}

function renderText(input: RenderInput, model: string | null): string {
  if (model !== null) return truncate(modelText(input, model, cleanText), MAX_MESSAGE);
  const description = describeEvent(input.event, input.facts);
  const details = detailsText(description, MAX_MESSAGE - description.title.length - 2);
  return cleanText(details === "" ? description.title : `${description.title}\n\n${details}`);
}

function callOf(
  message: string,
  { queueUrl, configuration: { name, credentials } }: Credentials,
  ids: { readonly messageId: string; readonly alertKey: string | null },
) {
  return {
    QueueUrl: queueUrl,
    MessageBody: bodyText({ configuration: { name, credentials }, message }),
    // Beside the body, which has its shape: a reader that looks can tell a repeat.
    MessageAttributes: { messageId: { DataType: "String", StringValue: ids.messageId } },
    ...(queueUrl.endsWith(".fifo") && {
      MessageGroupId: targetKey(ids, limits.groupId.value),
      MessageDeduplicationId: ids.messageId,
    }),
  };
}

/** JSON without the two characters that SQS does not take and JSON leaves as they are. */
function bodyText(body: unknown): string {
  return JSON.stringify(body).replaceAll("\ufffe", "\\ufffe").replaceAll("\uffff", "\\uffff");
}

const Taken = z.object({ MessageId: z.string().min(1) });
const Refusal = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() });

/** Success is 200 with a message's id; an error has its type in the body, `com.amazonaws.sqs#Name`. */
function outcomeOfCall(result: HttpResult, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  if (outcome.kind === "delivered") {
    if (result.status === 200 && readAnswer(Taken, result.body) !== null) return { kind: "accepted", answer };
    return { kind: "unknown", reason: `The answer was ${result.status}, but without the message id of SQS.`, answer };
  }
  const refusal = readAnswer(Refusal, result.body);
  if (refusal === null) return outcome;
  const code = bare(refusal.__type.replace(/^.*#/s, ""));
  const said = { service: "Amazon SQS", code, text: refusal.message ?? refusal.Message ?? "" };
  const known = outcomeOfCode(said, codes, result, now);
  if (known !== null || outcome.kind === "limited" || outcome.kind === "unknown") return known ?? outcome;
  // SQS answers every refusal with 400; one that is not in the lists, such as a signature, may be our clock.
  return { kind: "retry", reason: `Amazon SQS did not take the message: ${wordsOf(said)}.`, answer };
}
