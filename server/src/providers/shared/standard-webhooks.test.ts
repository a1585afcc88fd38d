import { describe, expect, it } from "vitest";
import { parseWebhookSecret, webhookHeaders } from "./standard-webhooks.ts";

const SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

const keyOf = (secret: string): Uint8Array => {
  const key = parseWebhookSecret(secret);
  if (key === null) throw new Error("not a secret");
  return key;
};

describe("webhookHeaders", () => {
  const message = { id: "msg_01", now: 1_700_000_000_999, body: '{"hello":"world"}' };

  it("signs as the test vector says", () => {
    expect(webhookHeaders({ ...message, keys: [keyOf(SECRET)] })).toEqual({
      "webhook-id": "msg_01",
      "webhook-timestamp": "1700000000",
      "webhook-signature": "v1,5pYUR+4UsbgkjpkzaypKt9Hmg+QYwlgOQsSJgehkrDU=",
    });
  });

  it("signs with each key, so that a receiver can change from one to the next", () => {
    const other = keyOf(`whsec_${Buffer.alloc(32, 7).toString("base64")}`);
    const signature = webhookHeaders({ ...message, keys: [keyOf(SECRET), other] })["webhook-signature"];
    expect(signature).toMatch(/^v1,5pYUR\+4\S+ v1,\S{44}$/);
  });

  it("names the message also without a key", () => {
    expect(Object.keys(webhookHeaders({ ...message, keys: [] }))).toEqual(["webhook-id", "webhook-timestamp"]);
  });
});

describe("parseWebhookSecret", () => {
  it.each(["", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_", "whsec_short", "whsec_not base64 at all, not at all"])(
    "refuses %j",
    (secret) => {
      expect(parseWebhookSecret(secret)).toBeNull();
    },
  );

  it("takes 24 to 64 bytes", () => {
    const make = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 1).toString("base64")}`;
    expect(parseWebhookSecret(make(23))).toBeNull();
    expect(parseWebhookSecret(make(24))).toHaveLength(24);
    expect(parseWebhookSecret(make(64))).toHaveLength(64);
    expect(parseWebhookSecret(make(65))).toBeNull();
  });
});
