import { describe, expect, it } from "vitest";
import { says, startFixedVendor, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type NtfyPayload, ntfy } from "./ntfy.ts";

const TOKEN = "tk_s3crets3crets3crets3crets3cre";
const EXAMPLE = { topic: "s3cret-ops-alerts-8f2k" };
const POSTED = { id: "sPs71M8A2T", time: 1_772_625_600, event: "message", topic: EXAMPLE.topic, message: "…" };
const fails = (http: number, code: number, error = "the words for it") => says(http, { code, http, error });
const sent = (received: readonly unknown[]) => (received as readonly Received[]).map(({ body }) => JSON.parse(body));

const cases = {
  provider: ntfy,
  golden: "ntfy.json",
  accepted: [
    { title: "a topic of ntfy.sh", credentials: EXAMPLE },
    { title: "a server and a token", credentials: { ...EXAMPLE, url: "https://ntfy.example.com/", token: TOKEN } },
    { title: "a user", credentials: { ...EXAMPLE, username: "kim", password: "p4ssw0rd" } },
  ],
  refused: [
    { title: "no topic", credentials: {}, says: /^topic: / },
    { title: "a topic with a slash", credentials: { topic: "a/b" }, says: /^topic: must have 1 to 64 letters/ },
    {
      title: "the topic in the address",
      credentials: { ...EXAMPLE, url: "https://ntfy.sh/ops" },
      says: /^url: must be the address of the server: the topic has a field/,
    },
    { title: "a user alone", credentials: { ...EXAMPLE, username: "kim" }, says: /^password: .*go together/ },
    {
      title: "two ways to log in",
      credentials: { ...EXAMPLE, token: TOKEN, username: "kim", password: "p4ssw0rd" },
      says: /^token: is enough/,
    },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped({ title, message }: NtfyPayload) {
    // Plain text needs no escapes, and what no phone can show is gone.
    expect(`${title}${message}`).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(message).toContain("<!channel> & </b>");
  },
  expectWithinLimits({ message }: NtfyPayload) {
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
    expect(message).not.toContain("\u200d…");
  },
};

describeProvider({
  ...cases,
  way: "at a server of one's own",
  wire: {
    start: () => startHttpVendor((url) => ({ ...EXAMPLE, url, token: TOKEN })),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a recovery under the id of its incident",
        event: "up",
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            { sequence_id: "467b9385a6bb299327484e1c97cf64f5", priority: 3, tags: ["green_circle"] },
          ]),
      },
      {
        title: "a user with a password",
        change: { token: undefined, username: "kim", password: "p4ssw0rd:ü" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) =>
          expect((received[0] as Received).headers.authorization).toBe(
            `Basic ${Buffer.from("kim:p4ssw0rd:ü").toString("base64")}`,
          ),
      },
      { title: "200 with a page", scene: says(200, "<html>ntfy</html>"), becomes: { kind: "unknown" } },
      {
        title: "401",
        scene: fails(401, 40_101, "unauthorized"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "The ntfy server no longer takes messages here: 40101 unauthorized.",
        },
      },
      { title: "403", scene: fails(403, 40_301), becomes: { kind: "rejected", suspend: true } },
      { title: "400 for a forbidden topic", scene: fails(400, 40_010), becomes: { kind: "rejected", suspend: true } },
      { title: "400", scene: fails(400, 40_024), becomes: { kind: "rejected" } },
      { title: "413", scene: fails(413, 41_303), becomes: { kind: "rejected" } },
      { title: "401 of somebody else", scene: says(401, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "429 for too many requests", scene: fails(429, 42_901), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "429 for the day's quota", scene: fails(429, 42_908), becomes: { kind: "limited", afterMs: 3_600_000 } },
      {
        title: "429 for failed log-ins",
        scene: fails(429, 42_909),
        becomes: { kind: "limited", afterMs: 300_000, reason: "The ntfy server limits us: 42909 the words for it." },
      },
      {
        title: "429 with seconds",
        scene: says(429, "", { "retry-after": "7" }),
        becomes: { kind: "limited", afterMs: 7_000 },
      },
      { title: "507 without a subscriber", scene: fails(507, 50_701), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN, EXAMPLE.topic],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        // To the topic's own address JSON would arrive as text.
        path: "/",
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(sent(received)[0]).toMatchObject({
        topic: EXAMPLE.topic,
        sequence_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        title: "Nightly backup is DOWN",
        priority: 4,
        tags: ["red_circle"],
        click: expect.stringMatching(/^https:/),
      });
      expect(sent(received)[0]).toEqual(sent(received)[1]);
    },
  },
});

describeProvider({
  ...cases,
  way: "at ntfy.sh",
  wire: {
    start: () => startFixedVendor(["https://ntfy.sh"], EXAMPLE),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [],
    echo: (text) => says(500, text),
    secrets: [EXAMPLE.topic],
    expectReceived: (received) => expect((received[0] as Received).headers).not.toHaveProperty("authorization"),
  },
});

describe("a message for ntfy", () => {
  it("is the louder the worse it is", () => {
    const { event, facts } = SAMPLE_EVENTS.down;
    const priority = (severity: string) =>
      ntfy.render({ event, facts: { ...facts, severity } as typeof facts }, null, EXAMPLE).priority;
    expect(["info", "warning", "error", "critical"].map(priority)).toEqual([2, 3, 4, 5]);
    expect(ntfy.render(SAMPLE_EVENTS.up, null, EXAMPLE).priority).toBe(3);
    expect(ntfy.render(SAMPLE_EVENTS.suspended, null, EXAMPLE).priority).toBe(4);
  });

  it("takes the text of a model and keeps the title", () => {
    expect(ntfy.render(SAMPLE_EVENTS.down, "$name costs $$5, $unknown", EXAMPLE)).toMatchObject({
      title: "Nightly backup is DOWN",
      message: "Nightly backup costs $5, $unknown",
    });
  });
});
