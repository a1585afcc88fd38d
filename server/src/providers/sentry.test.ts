import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { HOSTILE, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { sentry } from "./sentry.ts";
import { cleanText } from "./shared/clean-text.ts";

const KEY = "9ec79c33ec9942ab8353589fcb2e04dc";
const EXAMPLE = { dsn: `https://${KEY}@o1.ingest.sentry.io/42` };
const says = (status: number, body: unknown, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const taken = says(200, { id: "fc6d8c0c43fc4630ad850ee518f1b9d0" });

/** The three lines of an envelope with one item, taken apart as Sentry does. */
const openEnvelope = (body: string) => {
  const [header = "", item = ""] = body.split("\n");
  const { type, length } = JSON.parse(item);
  const from = Buffer.byteLength(`${header}\n${item}\n`);
  const payload = Buffer.from(body)
    .subarray(from, from + length)
    .toString();
  return { header: JSON.parse(header), type, event: JSON.parse(payload), rest: body.slice(-1) };
};

describeProvider({
  provider: sentry,
  golden: "sentry.json",
  accepted: [
    { title: "a DSN", credentials: EXAMPLE },
    {
      title: "a DSN with a path and an environment",
      credentials: { dsn: `http://${KEY}@sentry.internal:9000/a/b/7`, environment: "prod" },
    },
    { title: "an old DSN with a second key", credentials: { dsn: `https://${KEY}:0123456789@sentry.io/42` } },
  ],
  refused: [
    { title: "no DSN", credentials: {}, says: /dsn: .*expected string/ },
    { title: "a DSN without a key", credentials: { dsn: "https://sentry.io/42" }, says: /dsn: must be a DSN/ },
    { title: "a DSN without a project", credentials: { dsn: `https://${KEY}@sentry.io/` }, says: /dsn: must be a DSN/ },
    { title: "another scheme", credentials: { dsn: `ftp://${KEY}@sentry.io/42` }, says: /dsn: must be a DSN/ },
    { title: "an environment with a slash", credentials: { ...EXAMPLE, environment: "a/b" }, says: /^environment: / },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped(payload) {
    expect(payload.logentry.formatted).toContain(cleanText(HOSTILE));
    for (const tag of Object.values(payload.tags)) expect(tag).not.toMatch(/[\p{Cc}\u2028]/u);
  },
  expectWithinLimits(payload) {
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(1_000_000);
    expect(payload.logentry.formatted.length).toBeLessThanOrEqual(8_192);
    for (const tag of Object.values(payload.tags)) expect(tag.length).toBeLessThanOrEqual(200);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ dsn: `${url.replace("//", `//${KEY}@`)}/sub/42` })),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with an id", scene: taken, becomes: { kind: "delivered" } },
      { title: "200 without an id", scene: says(200, {}), becomes: { kind: "unknown" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      { title: "400", scene: says(400, { detail: "bad envelope" }), becomes: { kind: "rejected" } },
      {
        title: "403 for a project that is gone",
        scene: says(403, { detail: "event submission rejected with_reason: ProjectId" }),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "413", scene: says(413, ""), becomes: { kind: "rejected" } },
      { title: "429", scene: says(429, ""), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with limits of its own form",
        scene: says(429, "", {
          "X-Sentry-Rate-Limits": "9000:transaction:key, 2700:default;error;security:organization",
        }),
        becomes: { kind: "limited", afterMs: 2_700_000 },
      },
      {
        title: "429 with a limit on everything",
        scene: says(429, "", { "X-Sentry-Rate-Limits": "45::organization" }),
        becomes: { kind: "limited", afterMs: 45_000 },
      },
      {
        title: "429 with seconds",
        scene: says(429, "", { "retry-after": "7", "X-Sentry-Rate-Limits": "45::organization" }),
        becomes: { kind: "limited", afterMs: 7_000 },
      },
      { title: "503", scene: says(503, "down"), becomes: { kind: "retry" } },
      { title: "504", scene: says(504, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEY],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({
        method: "POST",
        path: "/sub/api/42/envelope/",
        headers: {
          "content-type": "application/x-sentry-envelope",
          "x-sentry-auth": `Sentry sentry_version=7, sentry_client=watchbell/1, sentry_key=${KEY}`,
        },
      });
      expect(first.headers).not.toHaveProperty("authorization");
      const { header, type, event, rest } = openEnvelope(first.body);
      const id = createHash("sha256").update("6f1d7c6e-0000-4000-8000-000000000001").digest("hex").slice(0, 32);
      expect(header).toEqual({ event_id: id, sent_at: "2026-03-04T12:00:00.000Z" });
      expect(type).toBe("event");
      expect(event).toMatchObject({ event_id: id, level: "error", fingerprint: ["monitor:1:incident:1"] });
      expect(rest).toBe("\n");
      expect(openEnvelope(second.body).event.event_id).toBe(id);
    },
  },
});

describe("an issue of Sentry", () => {
  const origins = ["https://o1.ingest.sentry.io"];
  const eventOf = async (event: keyof typeof SAMPLE_EVENTS, alertKey: string | null) => {
    const payload = sentry.render(SAMPLE_EVENTS[event], null, EXAMPLE);
    const { received } = await sendThrough(
      sentry,
      { payload, alertKey, credentials: EXAMPLE },
      { origins, scene: taken },
    );
    return openEnvelope(received[0]?.body ?? "").event;
  };

  it("holds an outage from down to up", async () => {
    expect(await eventOf("down", "monitor:7")).toMatchObject({ fingerprint: ["monitor:7"], level: "error" });
    expect(await eventOf("up", "monitor:7")).toMatchObject({ fingerprint: ["monitor:7"], level: "info" });
  });

  it("holds publications as Sentry groups them", async () => {
    expect(await eventOf("publication", null)).not.toHaveProperty("fingerprint");
  });
});
