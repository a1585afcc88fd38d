import { describe, expect, it } from "vitest";
import { alarmRequest, testAlarmSource } from "../../../test/contracts/alarm-source.ts";
import {
  CLOUDWATCH_ALARM,
  confirmation,
  fakeSns,
  notification,
  SNS_NOW,
  SNS_TOPIC,
} from "../../../test/sns-messages.ts";
import type { HttpClient } from "../../lib/http-client.ts";
import { NO_ALARM_OPTIONS } from "../../model/index.ts";
import { signedText } from "./cloudwatch/signature.ts";
import { createCloudwatch } from "./cloudwatch.ts";

const alarm = (change: object = {}): string => JSON.stringify({ ...CLOUDWATCH_ALARM, ...change });
/** The signature of a golden body never changes: parsing does not look at it. */
const envelope = (message: string, change: object = {}): string =>
  JSON.stringify({ ...notification(message), Signature: "c2ln", ...change });
const RAW = { headers: { "x-amz-sns-rawdelivery": "true" } };
const COMPOSITE = {
  AlarmName: "shop",
  AlarmRule: 'ALARM("shop-5xx") OR ALARM("shop-4xx")',
  NewStateValue: "ALARM",
  AlarmArn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:shop",
  TriggeringChildren: [{ Arn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:shop-5xx", State: { Value: "ALARM" } }],
};

testAlarmSource({
  source: createCloudwatch(),
  hostile: (text) => envelope(alarm({ AlarmName: text || "x", NewStateReason: text, AlarmArn: text, [text]: text })),
  samples: [
    { name: "an alarm", body: envelope(alarm(), { Subject: 'ALARM: "shop-5xx"' }) },
    {
      name: "an alarm announced as text",
      body: envelope(alarm()),
      headers: { "content-type": "text/plain; charset=UTF-8" },
    },
    { name: "an alarm that is well again", body: envelope(alarm({ NewStateValue: "OK", OldStateValue: "ALARM" })) },
    {
      name: "an alarm with a severity in its description",
      body: envelope(alarm({ AlarmDescription: "Shop. severity=critical" })),
    },
    { name: "an alarm without data", body: envelope(alarm({ NewStateValue: "INSUFFICIENT_DATA" })) },
    { name: "a composite alarm", body: envelope(JSON.stringify(COMPOSITE)) },
    { name: "an alarm without an ARN", body: envelope(alarm({ AlarmArn: undefined })) },
    { name: "an alarm without a name or ARN", body: envelope(alarm({ AlarmArn: undefined, AlarmName: undefined })) },
    { name: "an alarm with an extra field", body: envelope(alarm({ Extra: { a: [1, { b: 2 }] } })) },
    { name: "another message of the topic", body: envelope("deploy of shop began\nby ann", { Subject: "Deploy" }) },
    { name: "another message, JSON", body: envelope('{"deploy":"shop","by":"ann"}') },
    { name: "a raw delivery", body: alarm(), ...RAW },
    { name: "a raw delivery of text", body: "disk full", ...RAW },
    { name: "a confirmation", body: JSON.stringify({ ...confirmation(), Signature: "c2ln" }) },
    {
      name: "a confirmation that points elsewhere",
      body: JSON.stringify({ ...confirmation(), Signature: "c2ln", SubscribeURL: "https://169.254.169.254/" }),
    },
    {
      name: "the end of a subscription",
      body: JSON.stringify({ ...confirmation(), Signature: "c2ln", Type: "UnsubscribeConfirmation" }),
    },
    { name: "an envelope without a signature", body: envelope(alarm(), { Signature: undefined }) },
    { name: "no envelope at all", body: alarm() },
  ],
});

describe("the signature of SNS", () => {
  const verify = (
    body: object,
    { options = {}, at = SNS_NOW, http = fakeSns().wrap(noHttp), source = createCloudwatch() }: VerifyOptions = {},
  ) =>
    source.verify?.(
      { ...alarmRequest({ body: JSON.stringify(body) }), receivedAt: at },
      { ...NO_ALARM_OPTIONS, ...options },
      { http },
    );

  it.each(["1", "2"] as const)("of version %s is taken", async (version) => {
    expect(await verify(notification(alarm(), {}, version))).toEqual({ kind: "genuine" });
    expect(await verify(notification(alarm(), { Subject: "ALARM" }, version))).toEqual({ kind: "genuine" });
  });

  it("of a confirmation is taken", async () => {
    expect(await verify(confirmation())).toEqual({ kind: "genuine" });
  });

  it.each([
    ["the message", { Message: "other" }],
    ["the subject", { Subject: "other" }],
    ["the time", { Timestamp: new Date(SNS_NOW - 2_000).toISOString() }],
    ["the id", { MessageId: "other" }],
    ["the signature", { Signature: "AAAA" }],
    ["the version", { SignatureVersion: "1" }],
  ])("does not fit when somebody changed %s", async (_what, change) => {
    expect((await verify({ ...notification(alarm()), ...change }))?.kind).toBe("forged");
  });

  it("covers exactly the lines that SNS signs", () => {
    const { MessageId, Message, Timestamp } = notification("hello");
    expect(signedText(notification("hello"))).toBe(
      `Message\n${Message}\nMessageId\n${MessageId}\nTimestamp\n${Timestamp}\nTopicArn\n${SNS_TOPIC}\nType\nNotification\n`,
    );
    expect(
      signedText(confirmation())
        .split("\n")
        .filter((_, line) => line % 2 === 0),
    ).toEqual(["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type", ""]);
  });

  it.each([
    "http://sns.eu-west-1.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
    "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
    "https://sns.us-east-1.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
    "https://user@sns.eu-west-1.amazonaws.com/a.pem",
    "https://s3.eu-west-1.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com/a.txt",
    "no address",
  ])("is never checked with a certificate from %s", async (SigningCertURL) => {
    const sns = fakeSns();
    const body = notification(alarm(), { SigningCertURL });
    expect((await verify(body, { http: sns.wrap(noHttp) }))?.kind).toBe("forged");
    expect(sns.asked).toEqual([]);
  });

  it("is too old after an hour, and not yet valid in the future", async () => {
    const body = notification(alarm());
    expect((await verify(body, { at: SNS_NOW + 3_700_000 + 300_000 }))?.kind).toBe("forged");
    expect((await verify(body, { at: SNS_NOW - 600_000 }))?.kind).toBe("forged");
    expect((await verify(body, { at: SNS_NOW + 3_500_000 }))?.kind).toBe("genuine");
  });

  it("is not valid outside its certificate's time", async () => {
    const at = Date.UTC(2026, 2, 4);
    const body = notification(alarm(), { Timestamp: new Date(at).toISOString() });
    expect((await verify(body, { at }))?.kind).toBe("forged");
  });

  it("counts only for the SNS topics on the token's list", async () => {
    const body = notification(alarm());
    expect((await verify(body, { options: { snsTopics: ["arn:aws:sns:eu-west-1:1:other"] } }))?.kind).toBe("forged");
    expect((await verify(body, { options: { snsTopics: [SNS_TOPIC] } }))?.kind).toBe("genuine");
  });

  it("cannot be checked while SNS is not reached; the certificate is fetched once, then kept", async () => {
    const sns = fakeSns();
    const source = createCloudwatch();
    const http = sns.wrap(noHttp);
    sns.isDown = true;
    expect((await verify(notification(alarm()), { http, source }))?.kind).toBe("unchecked");
    sns.isDown = false;
    for (let i = 0; i < 3; i++) expect((await verify(notification(alarm()), { http, source }))?.kind).toBe("genuine");
    expect(sns.asked).toHaveLength(2);
  });

  it("is not asked of a raw delivery, which has none; a list of SNS topics refuses those", async () => {
    const source = createCloudwatch();
    const request = alarmRequest({ body: alarm(), ...RAW });
    expect(await source.verify?.(request, NO_ALARM_OPTIONS, { http: noHttp })).toEqual({ kind: "genuine" });
    const listed = { ...NO_ALARM_OPTIONS, snsTopics: [SNS_TOPIC] };
    expect((await source.verify?.(request, listed, { http: noHttp }))?.kind).toBe("forged");
  });
});

interface VerifyOptions {
  readonly options?: { readonly snsTopics?: readonly string[] };
  readonly at?: number;
  readonly http?: HttpClient;
  readonly source?: ReturnType<typeof createCloudwatch>;
}

const noHttp: HttpClient = {
  request: () => Promise.reject(new Error("nothing else may be called")),
};
