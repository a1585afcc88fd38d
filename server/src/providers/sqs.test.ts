import { describe, expect, it } from "vitest";
import { type HttpScene, says, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { expectedAuthorization } from "../../test/contracts/sigv4.ts";
import { HOSTILE } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { cleanText } from "./shared/clean-text.ts";
import { sqs } from "./sqs.ts";

const KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/notifications";
const configuration = {
  name: "slack",
  credentials: { webhook: "https://hooks.slack.test/services/T0/B0/secret-hook" },
};
const EXAMPLE = { ...KEYS, queueUrl: QUEUE, configuration };
const ORIGIN = "https://sqs.eu-west-1.amazonaws.com";

const refuses = (code: string, message = "no", status = 400): HttpScene =>
  says(status, { __type: `com.amazonaws.sqs#${code}`, message });
const taken = says(200, { MessageId: "219f8380-5770", MD5OfMessageBody: "c5cb6ab1" });

describeProvider({
  provider: sqs,
  golden: "sqs.json",
  accepted: [
    { title: "a queue", credentials: EXAMPLE },
    { title: "nothing to hand on but a name", credentials: { ...EXAMPLE, configuration: { name: "slack" } } },
    {
      title: "a FIFO queue of China, with a session",
      credentials: {
        ...EXAMPLE,
        sessionToken: "abc",
        queueUrl: "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/ops.fifo",
      },
    },
  ],
  refused: [
    { title: "no queue", credentials: { ...KEYS, configuration }, says: /queueUrl: .*expected string/ },
    {
      title: "a queue elsewhere",
      credentials: { ...EXAMPLE, queueUrl: "https://sqs.eu-west-1.amazonaws.com.evil.test/123456789012/x" },
      says: /queueUrl: must be the URL of a queue/,
    },
    {
      title: "an ARN",
      credentials: { ...EXAMPLE, queueUrl: "arn:aws:sqs:eu-west-1:123456789012:x" },
      says: /queueUrl: must be the URL of a queue/,
    },
    { title: "no configuration", credentials: { ...KEYS, queueUrl: QUEUE }, says: /configuration: / },
    {
      title: "more to hand on than there is room for",
      credentials: { ...EXAMPLE, configuration: { name: "slack", credentials: { key: "x".repeat(60_000) } } },
      says: /configuration: must have at most 60000 bytes/,
    },
    { title: "no keys", credentials: { queueUrl: QUEUE, configuration }, says: /accessKeyId: .*expected string/ },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped(message) {
    expect(message).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(message).toContain(cleanText(HOSTILE));
  },
  expectWithinLimits(message) {
    const body = JSON.stringify({ configuration: { ...configuration, pad: "x".repeat(60_000) }, message });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_000);
    expect(message.isWellFormed()).toBe(true);
  },
  wire: {
    start: () => startFixedVendor([ORIGIN], EXAMPLE),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with a message id", scene: taken, becomes: { kind: "accepted" } },
      { title: "200 without one", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "a queue that is gone",
        scene: refuses("QueueDoesNotExist", "The specified queue does not exist."),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Amazon SQS no longer takes messages here: QueueDoesNotExist The specified queue does not exist.",
        },
      },
      {
        title: "a missing right",
        scene: says(400, { __type: "com.amazon.coral.service#AccessDeniedException", Message: "not authorized" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "a dead key",
        scene: says(400, { __type: "com.amazon.coral.service#UnrecognizedClientException" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "a signature, which may be our clock",
        scene: says(400, {
          __type: "com.amazon.coral.service#InvalidSignatureException",
          message: "Signature expired: 20260304T120000Z is now earlier than …",
        }),
        becomes: {
          kind: "retry",
          reason:
            "Amazon SQS did not take the message: InvalidSignature Signature expired: 20260304T120000Z is now earlier than ….",
        },
      },
      { title: "a text it does not take", scene: refuses("InvalidMessageContents"), becomes: { kind: "rejected" } },
      {
        title: "a key of the queue that is off",
        scene: refuses("KmsDisabled"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "throttling", scene: refuses("RequestThrottled"), becomes: { kind: "limited", afterMs: 10_000 } },
      { title: "400 without a code", scene: says(400, ""), becomes: { kind: "rejected" } },
      { title: "429 without a code", scene: says(429, ""), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: refuses("InternalFailure", "no", 500), becomes: { kind: "retry" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEYS.secretAccessKey, KEYS.accessKeyId, configuration.credentials.webhook],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      const where = { service: "sqs", region: "eu-west-1", host: "sqs.eu-west-1.amazonaws.com" };
      expect(first).toMatchObject({
        method: "POST",
        path: "/",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "AmazonSQS.SendMessage",
          authorization: expectedAuthorization(first, KEYS, where),
        },
      });
      const { MessageBody, ...call } = JSON.parse(first.body);
      expect(call).toEqual({
        QueueUrl: QUEUE,
        MessageAttributes: {
          messageId: { DataType: "String", StringValue: "6f1d7c6e-0000-4000-8000-000000000001" },
        },
      });
      // Exactly what the old senders read, and nothing beside it.
      expect(JSON.parse(MessageBody)).toEqual({
        configuration,
        message: expect.stringMatching(/^Nightly backup is DOWN\n\nDown since/),
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a message in a queue of SQS", () => {
  const callOf = async (input: Partial<Parameters<typeof sqs.send>[0]>) => {
    const whole = { credentials: EXAMPLE, ...input };
    const { received } = await sendThrough(sqs, whole, { origins: [ORIGIN], scene: taken });
    return JSON.parse(received[0]?.body ?? "");
  };

  it("of the kind FIFO is known as a repeat, and stays in order with its outage", async () => {
    expect(await callOf({ credentials: { ...EXAMPLE, queueUrl: `${QUEUE}.fifo` } })).toMatchObject({
      MessageGroupId: "monitor:1:incident:1",
      MessageDeduplicationId: "6f1d7c6e-0000-4000-8000-000000000001",
    });
  });

  it("holds the model's text as it is, also with characters that SQS does not take", async () => {
    const payload = 'Ünïcode "quoted" \ufffe\uffff 🔴';
    const { MessageBody } = await callOf({ payload });
    expect(MessageBody).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(MessageBody).message).toBe(payload);
  });
});
