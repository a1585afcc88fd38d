import { z } from "zod";
import type { AlarmRequest } from "../contract.ts";
import { decodeUtf8 } from "../shared/payload.ts";

const text = z.string().max(300_000);

const Signed = {
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().min(1).max(300),
  Message: text,
  Timestamp: z.string().max(100),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string().min(1).max(2_000),
  SigningCertURL: z.string().min(1).max(1_000),
};

/** What SNS wraps a message in. https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html */
export const Envelope = z.discriminatedUnion("Type", [
  z.object({ Type: z.literal("Notification"), ...Signed, Subject: z.string().max(1_000).nullish() }),
  z.object({
    Type: z.literal("SubscriptionConfirmation"),
    ...Signed,
    Token: text,
    SubscribeURL: z.string().max(4_000),
  }),
  z.object({ Type: z.literal("UnsubscribeConfirmation"), ...Signed, Token: text, SubscribeURL: z.string().max(4_000) }),
]);
export type Envelope = z.infer<typeof Envelope>;

/** The envelope of a request; null for a raw delivery and for what SNS did not send. */
export function readEnvelope(request: AlarmRequest): Envelope | null {
  const body = decodeUtf8(request.body);
  if (body === null || isRaw(request)) return null;
  try {
    const parsed = Envelope.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    // No JSON, so no envelope.
    return null;
  }
}

/** True for a delivery without an envelope, which carries no signature either. */
export function isRaw({ headers }: AlarmRequest): boolean {
  return headers["x-amz-sns-rawdelivery"]?.toLowerCase() === "true";
}
