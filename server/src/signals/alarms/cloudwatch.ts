import { reportOfMessage } from "./cloudwatch/alarm.ts";
import { type Envelope, isRaw, readEnvelope } from "./cloudwatch/envelope.ts";
import { createSignatureCheck } from "./cloudwatch/signature.ts";
import { snsAddress } from "./cloudwatch/sns-address.ts";
import type { AlarmRequest, AlarmSource, ParsedAlarms } from "./contract.ts";
import { makeReport } from "./shared/make-report.ts";
import { decodeUtf8 } from "./shared/payload.ts";

/** Amazon CloudWatch through an SNS subscription: signed, confirmed first, its alarm as JSON inside a text. */
export function createCloudwatch(): AlarmSource {
  const signature = createSignatureCheck();
  return {
    kind: "cloudwatch",
    title: "Amazon CloudWatch (SNS)",
    parse: parseRequest,
    async verify(request, options, { http }) {
      const envelope = readEnvelope(request);
      if (isRaw(request) && options.snsTopics.length > 0) {
        const reason = "A raw delivery does not prove its SNS topic, and the token has a list of them.";
        return { kind: "forged", reason };
      }
      // A raw delivery has no signature, and what is no envelope is told as it is.
      if (envelope === null) return { kind: "genuine" };
      return await signature.check(envelope, { options, receivedAt: request.receivedAt, http });
    },
  };
}

function parseRequest(request: AlarmRequest): ParsedAlarms {
  if (isRaw(request)) return parseRaw(request);
  const envelope = readEnvelope(request);
  if (envelope === null) return { kind: "unparsed", reason: "The body is not what SNS sends." };
  switch (envelope.Type) {
    case "Notification": {
      const { MessageId: messageId, Subject: subject = null, TopicArn: topicArn } = envelope;
      return { kind: "reports", reports: [reportOfMessage(envelope.Message, { messageId, subject, topicArn })] };
    }
    case "SubscriptionConfirmation":
      return parseConfirmation(envelope);
    case "UnsubscribeConfirmation": {
      const summary = "SNS sends no more alarms here. If nobody wanted that, subscribe the address again.";
      return { kind: "reports", reports: [subscriptionReport(envelope, "The SNS subscription was ended", summary)] };
    }
  }
}

function parseRaw({ body }: AlarmRequest): ParsedAlarms {
  const message = decodeUtf8(body);
  if (message === null) return { kind: "unparsed", reason: "The body is not UTF-8." };
  if (message.trim() === "") return { kind: "unparsed", reason: "The body is empty." };
  return { kind: "reports", reports: [reportOfMessage(message, { messageId: null, subject: null, topicArn: null })] };
}

type Confirmation = Exclude<Envelope, { Type: "Notification" }>;

function parseConfirmation(envelope: Confirmation): ParsedAlarms {
  const url = snsAddress(envelope.SubscribeURL, envelope.TopicArn);
  if (url === null)
    return { kind: "unparsed", reason: "The address that should confirm the subscription is not of SNS." };
  const summary = "Watchbell confirmed it; alarms of this SNS topic arrive here from now on.";
  const report = subscriptionReport(envelope, "An SNS topic was subscribed", summary);
  return { kind: "confirm", url: url.href, report: { ...report, severity: "info" } };
}

function subscriptionReport(envelope: Confirmation, title: string, summary: string) {
  return makeReport({
    key: "subscription",
    eventId: envelope.MessageId,
    state: "info",
    severity: "error",
    title,
    summary,
    fields: [["SNS topic", envelope.TopicArn]],
    payload: {},
    used: [],
  });
}
