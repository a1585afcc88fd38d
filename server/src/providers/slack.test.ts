import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HOSTILE_DOWN, SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import { type SlackPayload, slack } from "./slack.ts";

const PATH = "/services/T0000AAAA/B0000BBBB/s3cretS3cretS3cret";

const textsOf = (payload: SlackPayload): readonly string[] => {
  const inBlocks = (payload.blocks ?? []).flatMap((block) => {
    if (block.type === "context") return block.elements.map(({ text }) => text);
    return "text" in block ? [block.text.text] : block.fields.map(({ text }) => text);
  });
  return [payload.text, ...inBlocks];
};

const says = (status: number, body: string, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body,
  headers,
});

describeProvider({
  provider: slack,
  golden: "slack.json",
  accepted: [
    { title: "a webhook of Slack", credentials: { url: `https://hooks.slack.com${PATH}` } },
    {
      title: "a webhook of something that speaks as Slack",
      credentials: { url: "http://chat.internal:8065/hooks/abc" },
    },
  ],
  refused: [
    { title: "no address", credentials: {}, says: /url: .*expected string/ },
    { title: "a word", credentials: { url: "hooks.slack.com" }, says: /url: must be a URL that begins with http/ },
    { title: "another scheme", credentials: { url: "ftp://hooks.slack.com/x" }, says: /must be a URL that begins/ },
  ],
  example: { url: `https://hooks.slack.com${PATH}` },
  model: "*$name* is <https://example.com|$status>: $reason",
  expectEscaped(payload) {
    for (const text of textsOf(payload)) {
      expect(text).not.toContain("<!channel>");
      expect(text).not.toContain("<script>");
      expect(text.replace(/&(amp|lt|gt);/g, "")).not.toContain("&");
    }
    expect(textsOf(payload).join()).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
  },
  expectWithinLimits(payload) {
    expect(payload.text.length).toBeLessThanOrEqual(4_000);
    expect(payload.blocks?.length ?? 0).toBeLessThanOrEqual(50);
    for (const block of payload.blocks ?? []) {
      if (block.type === "section" && "fields" in block) expect(block.fields.length).toBeLessThanOrEqual(10);
    }
    for (const text of textsOf(payload)) {
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(text.isWellFormed()).toBe(true);
      // Neither an entity nor a family of joined faces is cut.
      expect(text).not.toMatch(/&[a-z]{0,3}…$|\u200d…$/);
    }
  },
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

describe("a model for Slack", () => {
  it("replaces the text and keeps its own markup", () => {
    const payload = slack.render(SAMPLE_EVENTS.down, "<!here> *$name* costs $$5, $unknown", {
      url: "https://example.com",
    });
    expect(payload).toEqual({ text: "<!here> *Nightly backup* costs $5, $unknown" });
  });

  it("expands no value twice", () => {
    const payload = slack.render(HOSTILE_DOWN, "$reason", { url: "https://example.com" });
    expect(payload.text).toContain("$name");
  });
});
