import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HOSTILE_DOWN, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { mattermost } from "./mattermost.ts";

const PATH = "/hooks/s3crets3crets3crets3crets3";
const EXAMPLE = { url: `https://chat.example.com${PATH}` };
const fails = (status: number, id: string) =>
  says(status, { id: `web.incoming_webhook.${id}.app_error`, message: "The words for it.", status_code: status });

describeProvider({
  provider: mattermost,
  golden: "mattermost.json",
  accepted: [
    { title: "a webhook", credentials: EXAMPLE },
    { title: "a channel", credentials: { ...EXAMPLE, channel: "ops-alerts" } },
    { title: "a person", credentials: { ...EXAMPLE, channel: "@kim" } },
  ],
  refused: [
    { title: "no address", credentials: {}, says: /^url: .*expected string/ },
    { title: "a channel with a space", credentials: { ...EXAMPLE, channel: "Ops Alerts" }, says: /^channel: must be/ },
  ],
  example: EXAMPLE,
  model: "**$name** is [$status](https://example.com): $reason",
  expectEscaped({ text }) {
    // Read as Slack's form, this would call everybody.
    expect(text).not.toContain("<");
    expect(text).not.toMatch(/(?<!\\)`/);
    expect(text).toContain("&lt;!channel\\> &amp; &lt;/b\\>");
  },
  expectWithinLimits({ text }) {
    expect(text.length).toBeLessThanOrEqual(16_383);
    expect(text).not.toMatch(/[^\\]\\…|&[a-z]{0,3}…|\u200d…/);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: url + PATH })),
    success: says(200, "ok"),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a message for a channel",
        change: { channel: "@kim" },
        scene: says(200, "ok"),
        becomes: { kind: "delivered" },
        receives: (received) => expect(JSON.parse((received[0] as Received).body)).toMatchObject({ channel: "@kim" }),
      },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "400 with an unknown webhook",
        scene: fails(400, "invalid"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Mattermost no longer takes messages here: web.incoming_webhook.invalid.app_error The words for it.",
        },
      },
      { title: "404 without its channel", scene: fails(404, "channel"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "403 for another channel",
        scene: fails(403, "channel_locked"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "403 without rights", scene: fails(403, "permissions"), becomes: { kind: "rejected", suspend: true } },
      { title: "501 with webhooks off", scene: fails(501, "disabled"), becomes: { kind: "rejected", suspend: true } },
      { title: "400 with a bad form", scene: fails(400, "parse"), becomes: { kind: "rejected" } },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "500",
        scene: says(500, { id: "api.post.create.app_error", message: "Oops." }),
        becomes: { kind: "retry" },
      },
      {
        title: "429 with seconds",
        scene: says(429, "limit exceeded", { "retry-after": "3" }),
        becomes: { kind: "limited", afterMs: 3_000 },
      },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [PATH, "s3crets3crets3crets3crets3"],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({ method: "POST", path: PATH });
      const body = JSON.parse((received[0] as Received).body);
      expect(Object.keys(body)).toEqual(["text"]);
      expect(body.text).toMatch(/^🔴 \*\*Nightly backup is DOWN\*\*\n\nDown since /);
    },
  },
});

describe("a message for Mattermost", () => {
  it("takes the text of a model with its markup", () => {
    const { text } = mattermost.render(SAMPLE_EVENTS.down, "@here **$name** costs $$5, $unknown", EXAMPLE);
    expect(text).toBe("@here **Nightly backup** costs $5, $unknown");
  });

  it("lets a value mention nobody, and leaves mail addresses alone", () => {
    expect(mattermost.escape("@all ops@example.com (@kim)", "text")).toBe("@\u200ball ops@example.com (@\u200bkim)");
  });

  it("expands no value twice", () => {
    expect(mattermost.render(HOSTILE_DOWN, "$reason", EXAMPLE).text).toContain("$name");
  });
});
