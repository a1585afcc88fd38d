import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/** The key of a Standard Webhooks secret, `whsec_` and base64 of 24 to 64 bytes; null when it is not one. */
export function parseWebhookSecret(secret: string): Uint8Array | null {
  if (!secret.startsWith(PREFIX)) return null;
  const text = secret.slice(PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const key = Buffer.from(text, "base64");
  return key.length >= 24 && key.length <= 64 ? key : null;
}

/**
 * The headers of a Standard Webhooks request (https://www.standardwebhooks.com/): the id is the same in every try, the
 * timestamp is of this one. Each key adds a signature, so that a receiver can change from one to the next.
 */
export function webhookHeaders(message: {
  readonly id: string;
  readonly now: number;
  readonly body: string;
  readonly keys: readonly Uint8Array[];
}): Record<string, string> {
  const timestamp = String(Math.floor(message.now / 1_000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  const signatures = message.keys.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const headers = { "webhook-id": message.id, "webhook-timestamp": timestamp };
  return signatures.length === 0 ? headers : { ...headers, "webhook-signature": signatures.join(" ") };
}
