import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type HttpScene, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { HOSTILE, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type PagerDutyPayload, pagerduty } from "./pagerduty.ts";
import { cleanText } from "./shared/clean-text.ts";

const KEY = "0123456789abcdef0123456789ABCDEF";
const US = "https://events.pagerduty.com";
const EU = "https://events.eu.pagerduty.com";

const says = (status: number, body: unknown, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const invalid = (...errors: string[]): HttpScene =>
  says(400, { status: "invalid event", message: "Event object is invalid", errors });
const taken = says(202, { status: "success", message: "Event processed", dedup_key: "monitor:1:incident:1" });

const triggered = (payload: PagerDutyPayload) => {
  if (payload.event_action !== "trigger") throw new Error("no trigger");
  return payload.payload;
};

describeProvider({
  provider: pagerduty,
  golden: "pagerduty.json",
  accepted: [
    { title: "an integration key", credentials: { routingKey: KEY } },
    { title: "an integration key of the EU", credentials: { routingKey: KEY, region: "eu" } },
  ],
  refused: [
    { title: "no key", credentials: {}, says: /routingKey: .*expected string/ },
    { title: "half a key", credentials: { routingKey: KEY.slice(16) }, says: /routingKey: must be an integration key/ },
    { title: "another region", credentials: { routingKey: KEY, region: "mars" }, says: /^region: / },
  ],
  example: { routingKey: KEY },
  model: "$name is $status: $reason",
  expectEscaped(payload) {
    expect(triggered(payload).summary).not.toMatch(/[^\P{Cc}\n]/u);
    expect(triggered(payload).summary).toContain("</b><script>");
    expect(triggered(payload).custom_details?.Description).toBe(cleanText(HOSTILE));
  },
  expectWithinLimits(payload) {
    expect(triggered(payload).summary.length).toBeLessThanOrEqual(1_024);
    expect(triggered(payload).summary.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(524_288);
  },
  wire: {
    start: () => startFixedVendor([US], { routingKey: KEY }),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "202 with success", scene: taken, becomes: { kind: "accepted" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      { title: "202 without success", scene: says(202, {}), becomes: { kind: "unknown" } },
      {
        title: "400 for a key of the wrong length",
        scene: invalid("Length of 'routing_key' is incorrect (should be 32 characters)"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 for an unknown key",
        scene: says(400, { status: "Bad Request", message: "Invalid routing key" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 for another fault",
        scene: invalid("'payload.severity' is invalid (must be one of the following: …)"),
        becomes: { kind: "rejected" },
      },
      { title: "413", scene: says(413, ""), becomes: { kind: "rejected" } },
      { title: "429", scene: says(429, ""), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with seconds",
        scene: says(429, "", { "retry-after": "12" }),
        becomes: { kind: "limited", afterMs: 12_000 },
      },
      { title: "403", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry", answer: "500 oops" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEY],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({ method: "POST", path: "/v2/enqueue", headers: { "x-origin": US } });
      expect(JSON.parse(first.body)).toMatchObject({
        routing_key: KEY,
        dedup_key: "monitor:1:incident:1",
        event_action: "trigger",
        payload: { source: "Nightly backup", severity: "error", timestamp: "2026-03-04T12:00:00.000Z" },
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("an incident of PagerDuty", () => {
  const send = (input: Partial<Parameters<typeof pagerduty.send>[0]>) =>
    sendThrough(pagerduty, { credentials: { routingKey: KEY }, ...input }, { origins: [US, EU], scene: taken });

  it("is resolved by every end, under the key that opened it", async () => {
    for (const event of ["up", "was-down", "recovered-late"] as const) {
      const payload = pagerduty.render(SAMPLE_EVENTS[event], "$name", { routingKey: KEY });
      const { received } = await send({ payload, alertKey: "monitor:7" });
      expect(JSON.parse(received[0]?.body ?? "")).toEqual({
        routing_key: KEY,
        dedup_key: "monitor:7",
        event_action: "resolve",
      });
    }
  });

  it("has the message's id as key when it belongs to no outage, so that a repeat opens no second one", async () => {
    const payload = pagerduty.render(SAMPLE_EVENTS.publication, null, { routingKey: KEY });
    const { received } = await send({ payload, alertKey: null, messageId: "message-1" });
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ dedup_key: "message-1", event_action: "trigger" });
  });

  it("has a hashed key when its own is too long", async () => {
    const alertKey = "k".repeat(256);
    const payload = pagerduty.render(SAMPLE_EVENTS.down, null, { routingKey: KEY });
    const { received } = await send({ payload, alertKey });
    const hash = createHash("sha256").update(alertKey).digest("hex");
    expect(JSON.parse(received[0]?.body ?? "").dedup_key).toBe(hash);
  });

  it("goes to the EU when the account is there", async () => {
    const credentials = { routingKey: KEY, region: "eu" as const };
    const payload = pagerduty.render(SAMPLE_EVENTS.down, null, credentials);
    const { received } = await send({ payload, credentials });
    expect(received[0]?.headers["x-origin"]).toBe(EU);
  });
});
