import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type GoogleChatPayload, googlechat } from "./googlechat.ts";

const PATH = "/v1/spaces/AAAAmBvkzRY/messages";
const QUERY = "?key=AIzaSyk3yk3yk3yk3y&token=t0kent0kent0kent0ken%3D";
const EXAMPLE = { url: `https://chat.googleapis.com${PATH}${QUERY}` };
const POSTED = { name: "spaces/AAAAmBvkzRY/messages/abc.def", thread: { name: "spaces/AAAAmBvkzRY/threads/abc" } };
const fails = (code: number, status: string, reason?: string) =>
  says(code, {
    error: { code, status, message: "The words for it.", details: reason === undefined ? [] : [{ reason }] },
  });

const cardTextOf = ({ cardsV2 }: GoogleChatPayload): string =>
  (cardsV2?.[0].card.sections[0].widgets ?? [])
    .map((widget) => ("textParagraph" in widget ? widget.textParagraph.text : ""))
    .join("");

describeProvider({
  provider: googlechat,
  golden: "googlechat.json",
  accepted: [{ title: "a webhook", credentials: EXAMPLE }],
  refused: [
    { title: "no address", credentials: {}, says: /^url: .*expected string/ },
    {
      title: "an address without its query",
      credentials: { url: `https://chat.googleapis.com${PATH}` },
      says: /key and token/,
    },
  ],
  example: EXAMPLE,
  model: "*$name* is <https://example.com|$status>: $reason",
  expectEscaped(payload) {
    expect(payload.text.replace("<https://example.com|", "")).not.toMatch(/<(?!\u200b)/);
    expect(payload.text).toContain("<\u200b!channel> & <\u200b/b>");
    if (payload.cardsV2 === undefined) return;
    expect(cardTextOf(payload)).not.toContain("<script>");
    expect(cardTextOf(payload)).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
  },
  expectWithinLimits(payload) {
    expect(payload.text.length).toBeLessThanOrEqual(4_000);
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(32_000);
    expect(`${payload.text}${cardTextOf(payload)}`).not.toMatch(/&[a-z]{0,3}…|\u200d…/);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: url + PATH + QUERY })),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "404 without its space",
        scene: fails(404, "NOT_FOUND"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Google Chat no longer takes messages here: NOT_FOUND The words for it.",
        },
      },
      { title: "401", scene: fails(401, "UNAUTHENTICATED"), becomes: { kind: "rejected", suspend: true } },
      { title: "403", scene: fails(403, "PERMISSION_DENIED"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "400 with a bad key",
        scene: fails(400, "INVALID_ARGUMENT", "API_KEY_INVALID"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "400 with a bad message", scene: fails(400, "INVALID_ARGUMENT"), becomes: { kind: "rejected" } },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "429", scene: fails(429, "RESOURCE_EXHAUSTED"), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with fewer seconds than Google wants",
        scene: says(429, "", { "retry-after": "5" }),
        becomes: { kind: "limited", afterMs: 60_000 },
      },
      {
        title: "429 with more",
        scene: says(429, "", { "retry-after": "90" }),
        becomes: { kind: "limited", afterMs: 90_000 },
      },
      { title: "500", scene: fails(500, "INTERNAL"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [PATH, "AIzaSyk3yk3yk3yk3y", "t0kent0kent0kent0ken="],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      const [{ method, path, body }] = received as readonly [Received];
      expect(method).toBe("POST");
      expect(Object.fromEntries(new URL(path, "http://x").searchParams)).toEqual({
        key: "AIzaSyk3yk3yk3yk3y",
        token: "t0kent0kent0kent0ken=",
        messageReplyOption: "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD",
      });
      expect(JSON.parse(body)).toMatchObject({
        text: "🔴 *Nightly backup is DOWN*",
        thread: { threadKey: "monitor:1:incident:1" },
        cardsV2: [{ cardId: "details" }],
      });
    },
  },
});

describe("a message for Google Chat", () => {
  it("takes the text of a model with its markup", () => {
    expect(googlechat.render(SAMPLE_EVENTS.down, "<users/all> *$name* costs $$5, $unknown", EXAMPLE)).toEqual({
      text: "<users/all> *Nightly backup* costs $5, $unknown",
    });
  });

  it("lets a value call nobody", () => {
    expect(googlechat.escape("<users/all> 1 < 2", "text")).toBe("<\u200busers/all> 1 < 2");
  });

  it("is of no thread when there is no incident", async () => {
    const bodies: unknown[] = [];
    const http = {
      request: async ({ url, body }: { readonly url: string; readonly body?: string | Uint8Array | undefined }) => {
        bodies.push({ url, ...JSON.parse(String(body)) });
        return { kind: "answer", status: 200, headers: {}, body: JSON.stringify(POSTED) } as const;
      },
    };
    const payload = googlechat.render(SAMPLE_EVENTS.publication, null, EXAMPLE);
    const deps = { http, now: 0, log: () => {}, connect: () => Promise.reject(new Error("not used")) };
    const input = { payload, credentials: EXAMPLE, messageId: "1", alertKey: null, previous: null };
    expect(await googlechat.send(input, deps)).toMatchObject({ kind: "delivered" });
    expect(bodies).toEqual([{ url: EXAMPLE.url, ...payload }]);
  });
});
