import { sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpClient, HttpRequest, HttpResult } from "../src/lib/http-client.ts";
import type { Envelope } from "../src/signals/alarms/cloudwatch/envelope.ts";
import { signedText } from "../src/signals/alarms/cloudwatch/signature.ts";

const folder = join(import.meta.dirname, "fixtures/sns");
const key = readFileSync(join(folder, "sns.key"), "utf8");
const certificate = readFileSync(join(folder, "sns.crt"), "utf8");

/** An instant at which the certificate of the tests is valid. */
export const SNS_NOW = Date.UTC(2027, 0, 4, 12);
export const SNS_TOPIC = "arn:aws:sns:eu-west-1:000000000000:ops";
const CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0000.pem";

export const CLOUDWATCH_ALARM = {
  AlarmName: "shop-5xx",
  AlarmDescription: "Too many errors of the shop.",
  AWSAccountId: "000000000000",
  NewStateValue: "ALARM",
  OldStateValue: "OK",
  NewStateReason: "Threshold Crossed: 1 datapoint [7.0 (04/03/26 02:14:00)] was greater than the threshold (5.0).",
  StateChangeTime: "2026-03-04T02:15:00.000+0000",
  Region: "EU (Ireland)",
  AlarmArn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:shop-5xx",
  Trigger: {
    MetricName: "5XXError",
    Namespace: "AWS/ApiGateway",
    Statistic: "SUM",
    Dimensions: [{ name: "ApiName", value: "shop" }],
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: 5.0,
  },
};

/** Signs an envelope as SNS does. */
function signEnvelope(envelope: object, version: "1" | "2" = "2"): Envelope {
  const unsigned = {
    ...envelope,
    SignatureVersion: version,
    Signature: "",
    SigningCertURL: CERTIFICATE_URL,
  } as Envelope;
  const algorithm = version === "1" ? "RSA-SHA1" : "RSA-SHA256";
  const signature = sign(algorithm, Buffer.from(signedText(unsigned)), key).toString("base64");
  // Names chosen by the test, such as another certificate's address, stay.
  return { ...unsigned, Signature: signature, ...pick(envelope) };
}

function pick(envelope: object): object {
  return Object.fromEntries(Object.entries(envelope).filter(([name]) => name.startsWith("Sign")));
}

/** A notification around a message, signed. */
export function notification(message: unknown, change: object = {}, version?: "1" | "2"): Envelope {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  const Timestamp = new Date(SNS_NOW - 1_000).toISOString();
  return signEnvelope(
    { Type: "Notification", MessageId: "m-1", TopicArn: SNS_TOPIC, Message: text, Timestamp, ...change },
    version,
  );
}

/** What SNS sends first, signed. */
export function confirmation(change: object = {}): Envelope {
  return signEnvelope({
    Type: "SubscriptionConfirmation",
    MessageId: "c-1",
    Token: "t-1",
    TopicArn: SNS_TOPIC,
    Message: "You have chosen to subscribe.",
    SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t-1`,
    Timestamp: new Date(SNS_NOW - 1_000).toISOString(),
    ...change,
  });
}

/** SNS as far as it is called: its certificate and its confirmations; what else is asked is passed on. */
export function fakeSns(): { readonly asked: string[]; isDown: boolean; wrap(http: HttpClient): HttpClient } {
  const sns = {
    asked: [] as string[],
    isDown: false,
    wrap: (http: HttpClient): HttpClient => ({
      request(request: HttpRequest): Promise<HttpResult> {
        if (!request.url.startsWith("https://")) return http.request(request);
        sns.asked.push(request.url);
        if (sns.isDown) return Promise.resolve({ kind: "failed", why: "unreachable", reason: "Could not connect." });
        return Promise.resolve({ kind: "answer", status: 200, headers: {}, body: certificate });
      },
    }),
  };
  return sns;
}
