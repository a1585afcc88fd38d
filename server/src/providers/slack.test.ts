import { describe, expect, it } from "vitest";
import { says, startFixedVendor, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HOSTILE_DIGEST, HOSTILE_DOWN, SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type SlackPayload, slack } from "./slack.ts";

const PATH = "/services/T0000AAAA/B0000BBBB/s3cretS3cretS3cret";

const textsOf = ({ message }: SlackPayload): readonly string[] => {
  const inBlocks = (message.blocks ?? []).flatMap((block) => {
    if (block.type === "context") return block.elements.map(({ text }) => text);
    return "text" in block ? [block.text.text] : block.fields.map(({ text }) => text);
  });
  return [message.text, ...inBlocks];
};

const expectEscaped = (payload: SlackPayload): void => {
  for (const text of textsOf(payload)) {
    expect(text).not.toContain("<!channel>");
    expect(text).not.toContain("<script>");
    expect(text.replace(/&(amp|lt|gt);/g, "")).not.toContain("&");
  }
  expect(textsOf(payload).join()).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
};

const expectWithinLimits = (payload: SlackPayload): void => {
  const { text, blocks = [] } = payload.message;
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) {
    if (block.type === "section" && "fields" in block) expect(block.fields.length).toBeLessThanOrEqual(10);
  }
  for (const text of textsOf(payload)) {
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text.isWellFormed()).toBe(true);
    // Neither an entity nor a family of joined faces is cut.
    expect(text).not.toMatch(/&[a-z]{0,3}…$|\u200d…$/);
  }
};

describeProvider({
  provider: slack,
  way: "through a webhook",
  golden: "slack.json",
  accepted: [
    { title: "a webhook of Slack", credentials: { url: `https://hooks.slack.com${PATH}` } },
    {
      title: "a webhook of something that speaks as Slack",
      credentials: { url: "http://chat.internal:8065/hooks/abc" },
    },
  ],
  refused: [
    {
      title: "no address",
      credentials: {},
      says: /^url: is required: give a webhook's url, or a bot's token and channel$/,
    },
    { title: "a word", credentials: { url: "hooks.slack.com" }, says: /url: must be a URL that begins with http/ },
    { title: "another scheme", credentials: { url: "ftp://hooks.slack.com/x" }, says: /must be a URL that begins/ },
  ],
  example: { url: `https://hooks.slack.com${PATH}` },
  model: "*$name* is <https://example.com|$status>: $reason",
  expectEscaped,
  expectWithinLimits,
  wire: {
    start: () => startHttpVendor((url) => ({ url: `${url}${PATH}?key=qu3ryqu3ryqu3ry` })),
    success: says(200, "ok"),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with another word", scene: says(200, "almost"), becomes: { kind: "unknown" } },
      { title: "200 with an empty body", scene: says(200, ""), becomes: { kind: "unknown" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "200 with an error in it",
        scene: says(200, "no_service"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "400 invalid_payload", scene: says(400, "invalid_payload"), becomes: { kind: "rejected" } },
      { title: "400 no_text", scene: says(400, "no_text"), becomes: { kind: "rejected" } },
      { title: "400 invalid_token", scene: says(400, "invalid_token"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "403 action_prohibited",
        scene: says(403, "action_prohibited"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "404 no_service", scene: says(404, "no_service"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "404 channel_not_found",
        scene: says(404, "channel_not_found"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "410 channel_is_archived",
        scene: says(410, "channel_is_archived"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "429 with seconds",
        scene: says(429, "", { "retry-after": "30" }),
        becomes: { kind: "limited", afterMs: 30_000 },
      },
      {
        title: "429 with a date",
        scene: says(429, "", { "retry-after": new Date(SAMPLE_AT + 90_000).toUTCString() }),
        becomes: { kind: "limited", afterMs: 90_000 },
      },
      { title: "429 without a time", scene: says(429, ""), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: says(500, "rollup_error"), becomes: { kind: "retry", answer: "500 rollup_error" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
      { title: "302", scene: says(302, "", { location: "/login" }), becomes: { kind: "retry" } },
    ],
    echo: (text) => says(500, text),
    secrets: [PATH, "s3cretS3cretS3cret", "qu3ryqu3ryqu3ry"],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        path: `${PATH}?key=qu3ryqu3ryqu3ry`,
        headers: { "content-type": "application/json; charset=utf-8" },
      });
      const body = JSON.parse((received[0] as { body: string }).body);
      expect(body.text).toContain("Nightly backup is DOWN");
      expect(body.blocks[0].type).toBe("section");
    },
  },
});

const TOKEN = "xoxb-1234567890-abcdefGHIJKL";
const POSTED = { ok: true, channel: "C0123456789", ts: "1709553600.000100", message: { text: "…" } };
const ROOT = { to: "ops", channel: "C0123456789", ts: "1709550000.000200" };
const fails = (error: string, status = 200) => says(status, { ok: false, error });
const sent = (received: readonly unknown[]) =>
  (received as readonly Received[]).map(({ path, body }) => ({ path, ...JSON.parse(body) }));

describeProvider({
  provider: slack,
  way: "as a bot",
  golden: "slack.json",
  accepted: [
    { title: "a bot", credentials: { token: TOKEN, channel: "#ops" } },
    { title: "a bot that edits", credentials: { token: TOKEN, channel: "C0123456789", onRecovery: "edit" } },
  ],
  refused: [
    { title: "no channel", credentials: { token: TOKEN }, says: /^channel: is required with a token$/ },
    { title: "no token", credentials: { channel: "ops" }, says: /^token: is required with a channel$/ },
    {
      title: "both ways",
      credentials: { url: `https://hooks.slack.com${PATH}`, token: TOKEN, channel: "ops" },
      says: /^url: says it all/,
    },
    {
      title: "a token of two lines",
      credentials: { token: "a\r\nb", channel: "ops" },
      says: /^token: must be a token/,
    },
    { title: "a channel with a space", credentials: { token: TOKEN, channel: "my ops" }, says: /^channel: must be/ },
    {
      title: "a strange wish",
      credentials: { token: TOKEN, channel: "ops", onRecovery: "sing" },
      says: /^onRecovery: /,
    },
  ],
  example: { token: TOKEN, channel: "ops" },
  model: "*$name* is <https://example.com|$status>: $reason",
  expectEscaped,
  expectWithinLimits,
  wire: {
    start: () => startFixedVendor(["https://slack.com"], { token: TOKEN, channel: "ops" }),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a first message",
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: { to: "ops", channel: "C0123456789", ts: "1709553600.000100" } },
      },
      {
        title: "a recovery as an answer in the thread that the channel sees too",
        event: "up",
        previous: ROOT,
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            {
              path: "/api/chat.postMessage",
              channel: ROOT.channel,
              thread_ts: ROOT.ts,
              reply_broadcast: true,
              text: expect.stringContaining("Nightly backup is UP"),
            },
          ]),
      },
      {
        title: "a recovery as an edit",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            { path: "/api/chat.update", channel: ROOT.channel, ts: ROOT.ts, blocks: [{ type: "section" }, {}, {}] },
          ]),
      },
      {
        title: "a recovery as a message of its own",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "post" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => {
          expect(sent(received)).toMatchObject([{ path: "/api/chat.postMessage", channel: "ops" }]);
          expect(sent(received)[0]).not.toHaveProperty("thread_ts");
        },
      },
      {
        title: "a change for the worse as an answer, because an edit rings nobody's phone",
        event: "changed",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(sent(received)).toMatchObject([{ path: "/api/chat.postMessage", thread_ts: ROOT.ts }]),
      },
      {
        title: "an edit of a message that is gone as a new message",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: [fails("message_not_found"), says(200, POSTED)],
        becomes: { kind: "delivered", receipt: { to: "ops", channel: "C0123456789", ts: "1709553600.000100" } },
        receives: (received) =>
          expect(sent(received).map(({ path }) => path)).toEqual(["/api/chat.update", "/api/chat.postMessage"]),
      },
      {
        title: "an answer to a message of another channel as a new message",
        event: "up",
        previous: { ...ROOT, to: "old-ops" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => expect(sent(received)).toMatchObject([{ channel: "ops" }]),
      },
      { title: "200 with invalid_auth", scene: fails("invalid_auth"), becomes: { kind: "rejected", suspend: true } },
      { title: "200 with token_revoked", scene: fails("token_revoked"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "200 with not_in_channel",
        scene: fails("not_in_channel"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "200 with is_archived", scene: fails("is_archived"), becomes: { kind: "rejected", suspend: true } },
      { title: "200 with msg_too_long", scene: fails("msg_too_long"), becomes: { kind: "rejected" } },
      { title: "200 with invalid_blocks", scene: fails("invalid_blocks"), becomes: { kind: "rejected" } },
      { title: "200 with internal_error", scene: fails("internal_error"), becomes: { kind: "retry" } },
      { title: "200 with fatal_error", scene: fails("fatal_error"), becomes: { kind: "retry" } },
      { title: "503 with service_unavailable", scene: fails("service_unavailable", 503), becomes: { kind: "retry" } },
      { title: "200 with ratelimited", scene: fails("ratelimited"), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with seconds",
        scene: says(429, { ok: false, error: "ratelimited" }, { "retry-after": "30" }),
        becomes: { kind: "limited", afterMs: 30_000 },
      },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      { title: "200 with ok and no message", scene: says(200, { ok: true }), becomes: { kind: "unknown" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        path: "/api/chat.postMessage",
        headers: {
          "x-origin": "https://slack.com",
          authorization: `Bearer ${TOKEN}`,
          "content-type": "application/json; charset=utf-8",
        },
      });
      const [body] = sent(received);
      expect(body).toMatchObject({ channel: "ops", unfurl_links: false });
      expect(body.text).toContain("Nightly backup is DOWN");
      expect(body.blocks[0].type).toBe("section");
    },
  },
});

describe("a digest in Slack", () => {
  it("is a list, with its values escaped", () => {
    const payload = slack.render(HOSTILE_DIGEST, null, { url: "https://example.com" });
    expectEscaped(payload);
    expect(payload.message.blocks?.[1]).toMatchObject({ text: { text: expect.stringMatching(/^• \*&lt;!channel/) } });
  });
});

describe("a model for Slack", () => {
  it("replaces the text and keeps its own markup", () => {
    const payload = slack.render(SAMPLE_EVENTS.down, "<!here> *$name* costs $$5, $unknown", {
      url: "https://example.com",
    });
    expect(payload.message).toEqual({ text: "<!here> *Nightly backup* costs $5, $unknown" });
  });

  it("expands no value twice", () => {
    const payload = slack.render(HOSTILE_DOWN, "$reason", { url: "https://example.com" });
    expect(payload.message.text).toContain("$name");
  });
});
