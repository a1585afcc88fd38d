import { describe, expect, it } from "vitest";
import { type HttpScene, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { expectedAuthorization } from "../../test/contracts/sigv4.ts";
import { HOSTILE, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { cleanText } from "./shared/clean-text.ts";
import { sns } from "./sns.ts";

const KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const ARN = "arn:aws:sns:eu-west-1:123456789012:ops";
const EXAMPLE = { ...KEYS, topicArn: ARN };
const ORIGIN = "https://sns.eu-west-1.amazonaws.com";

const says = (status: number, body: string, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body,
  headers,
});
const refuses = (status: number, code: string, message = "no"): HttpScene =>
  says(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
const taken = says(
  200,
  "<PublishResponse><PublishResult><MessageId>567910cd-659e</MessageId></PublishResult></PublishResponse>",
);

describeProvider({
  provider: sns,
  golden: "sns.json",
  accepted: [
    { title: "a topic", credentials: EXAMPLE },
    {
      title: "a topic of China, with a session",
      credentials: { ...KEYS, sessionToken: "abc", topicArn: "arn:aws-cn:sns:cn-north-1:123456789012:ops.fifo" },
    },
    {
      title: "an endpoint",
      credentials: { ...KEYS, targetArn: "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/0f1e-2d" },
    },
    { title: "a telephone", credentials: { ...KEYS, phoneNumber: "+4915112345678", region: "eu-central-1" } },
  ],
  refused: [
    { title: "no target", credentials: KEYS, says: /topicArn: give one of/ },
    { title: "two targets", credentials: { ...EXAMPLE, phoneNumber: "+4915112345678" }, says: /topicArn: give one of/ },
    {
      title: "a telephone without a region",
      credentials: { ...KEYS, phoneNumber: "+4915112345678" },
      says: /region: goes with/,
    },
    { title: "a topic with a region", credentials: { ...EXAMPLE, region: "eu-west-1" }, says: /region: goes with/ },
    {
      title: "an ARN of another service",
      credentials: { ...KEYS, topicArn: "arn:aws:sqs:eu-west-1:123456789012:ops" },
      says: /topicArn: must be an ARN of SNS/,
    },
    {
      title: "an ARN that leads elsewhere",
      credentials: { ...KEYS, topicArn: "arn:aws:sns:evil-example-com:123456789012:ops" },
      says: /topicArn: must be an ARN/,
    },
    { title: "no keys", credentials: { topicArn: ARN }, says: /accessKeyId: .*expected string/ },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped({ message, subject = "", attributes }) {
    expect(message).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(message).toContain(cleanText(HOSTILE));
    expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]*$/);
    expect(Object.values(attributes)).not.toContain("");
  },
  expectWithinLimits({ message, subject = "", attributes }) {
    expect(Buffer.byteLength(message + Object.entries(attributes).flat().join(""))).toBeLessThanOrEqual(262_144);
    expect(message.isWellFormed()).toBe(true);
    expect(subject.length).toBeLessThanOrEqual(99);
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
        title: "404 for a topic that is gone",
        scene: refuses(404, "NotFound"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 for a missing right",
        scene: refuses(403, "AuthorizationError"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 for a dead key",
        scene: refuses(403, "InvalidClientTokenId"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 for a signature, which may be our clock",
        scene: refuses(403, "SignatureDoesNotMatch", "Signature expired: 20260304T120000Z is now earlier than …"),
        becomes: {
          kind: "retry",
          reason:
            "Amazon SNS did not take the message: SignatureDoesNotMatch Signature expired: 20260304T120000Z is now earlier than ….",
        },
      },
      { title: "400 for a bad parameter", scene: refuses(400, "InvalidParameter"), becomes: { kind: "rejected" } },
      {
        title: "400 for a disabled endpoint",
        scene: refuses(400, "EndpointDisabled"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 for throttling",
        scene: refuses(400, "Throttling", "Rate exceeded"),
        becomes: { kind: "limited", afterMs: 10_000 },
      },
      { title: "429 without a code", scene: says(429, ""), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: refuses(500, "InternalError"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEYS.secretAccessKey, KEYS.accessKeyId],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      const where = { service: "sns", region: "eu-west-1", host: "sns.eu-west-1.amazonaws.com" };
      expect(first).toMatchObject({
        method: "POST",
        path: "/",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-amz-date": "20260304T120000Z",
          authorization: expectedAuthorization(first, KEYS, where),
        },
      });
      expect(Object.fromEntries(new URLSearchParams(first.body))).toMatchObject({
        Action: "Publish",
        Version: "2010-03-31",
        TopicArn: ARN,
        Subject: "Nightly backup is DOWN",
        Message: expect.stringMatching(/^Nightly backup is DOWN\n\nDown since/),
        "MessageAttributes.entry.1.Name": "event",
        "MessageAttributes.entry.1.Value.DataType": "String",
        "MessageAttributes.entry.1.Value.StringValue": "down",
      });
      expect(first.body).not.toContain("MessageGroupId");
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a publication to SNS", () => {
  it("to a FIFO topic is known as a repeat, and stays in order with its outage", async () => {
    const credentials = { ...KEYS, topicArn: `${ARN}.fifo` };
    const { received } = await sendThrough(sns, { credentials }, { origins: [ORIGIN], scene: taken });
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toMatchObject({
      MessageGroupId: "monitor:1:incident:1",
      MessageDeduplicationId: "6f1d7c6e-0000-4000-8000-000000000001",
    });
  });

  const phone = { ...KEYS, phoneNumber: "+4915112345678", region: "eu-west-1" };

  it("to a telephone is short, and costly", async () => {
    const { received, result } = await sendThrough(
      sns,
      { credentials: phone },
      { origins: [ORIGIN], scene: says(502, "") },
    );
    expect(result).toMatchObject({ kind: "unknown" });
    expect(sns.costly?.(phone)).toBe(true);
    const form = Object.fromEntries(new URLSearchParams(received[0]?.body));
    expect(form).toMatchObject({
      PhoneNumber: "+4915112345678",
      Message: "Nightly backup is DOWN. Down since 2026-03-04T12:00:00Z. No ping came in time.",
      "MessageAttributes.entry.1.Value.StringValue": "Transactional",
    });
    expect(form).not.toHaveProperty("Subject");
  });

  it("to a topic costs nothing when it comes twice", () => {
    expect(sns.costly?.(EXAMPLE)).toBe(false);
  });

  it.each([
    ["Sauvegarde échouée – “db”", 'Sauvegarde echouee - "db" is DOWN'],
    ["每日备份", "is DOWN"],
    ["🔴🔴", "is DOWN"],
  ])("has a subject in ASCII for %s", (name, subject) => {
    const facts = { ...SAMPLE_EVENTS.down.facts, name } as typeof SAMPLE_EVENTS.down.facts;
    expect(sns.render({ event: "down", facts }, null, EXAMPLE).subject).toBe(subject);
  });

  it("has a subject when nothing of the title is ASCII", () => {
    const facts = {
      ...SAMPLE_EVENTS.publication.facts,
      metadata: { title: "每日备份" },
    } as typeof SAMPLE_EVENTS.publication.facts;
    expect(sns.render({ event: "publication", facts }, null, EXAMPLE).subject).toBe("Watchbell: publication");
  });
});
