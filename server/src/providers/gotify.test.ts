import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { gotify } from "./gotify.ts";

const TOKEN = "AKfs3crets3cret";
const EXAMPLE = { url: "https://push.example.com", token: TOKEN };
const POSTED = { id: 25, appid: 5, message: "…", date: "2026-03-04T12:00:00Z" };
const fails = (status: number, error: string) =>
  says(status, { error, errorCode: status, errorDescription: "the words for it" });

describeProvider({
  provider: gotify,
  golden: "gotify.json",
  accepted: [
    { title: "a server and a token", credentials: EXAMPLE },
    { title: "a server below a path", credentials: { url: "http://10.0.0.5/gotify/", token: TOKEN } },
  ],
  refused: [
    { title: "no token", credentials: { url: EXAMPLE.url }, says: /^token: / },
    { title: "an empty token", credentials: { ...EXAMPLE, token: "" }, says: /^token: must be a token/ },
    {
      title: "the token in the address",
      credentials: { ...EXAMPLE, url: `${EXAMPLE.url}/message?token=x` },
      says: /without \? or #/,
    },
  ],
  example: EXAMPLE,
  model: "**$name** is [$status](https://example.com): $reason",
  expectEscaped({ title, message }) {
    expect(`${title}${message}`).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(message).toContain("\\<\\!channel\\> \\& \\</b\\>\\<script\\>");
    expect(message).not.toMatch(/(?<!\\)`/);
  },
  expectWithinLimits({ message }) {
    expect(message.length).toBeLessThanOrEqual(16_000);
    expect(message).not.toMatch(/[^\\]\\…|\u200d…/);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: `${url}/gotify/`, token: TOKEN })),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with a page", scene: says(200, "<html>Gotify</html>"), becomes: { kind: "unknown" } },
      {
        title: "401 with a bad token",
        scene: fails(401, "Unauthorized"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Gotify no longer takes messages here: 401 the words for it.",
        },
      },
      { title: "403", scene: fails(403, "Forbidden"), becomes: { kind: "rejected", suspend: true } },
      { title: "404", scene: fails(404, "Not Found"), becomes: { kind: "rejected", suspend: true } },
      { title: "400", scene: fails(400, "Bad Request"), becomes: { kind: "rejected" } },
      { title: "401 of somebody else", scene: says(401, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "429 of a proxy",
        scene: says(429, "", { "retry-after": "4" }),
        becomes: { kind: "limited", afterMs: 4_000 },
      },
      { title: "500", scene: fails(500, "Internal Server Error"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        path: "/gotify/message",
        headers: { "x-gotify-key": TOKEN },
      });
      expect(JSON.parse((received[0] as Received).body)).toMatchObject({
        title: "Nightly backup is DOWN",
        priority: 8,
        message: expect.stringContaining("- **Severity:** error"),
        extras: {
          "client::display": { contentType: "text/markdown" },
          "client::notification": { click: { url: expect.stringMatching(/^https:/) } },
        },
      });
    },
  },
});

describe("a message for Gotify", () => {
  it("takes the text of a model with its markup, and keeps the title", () => {
    expect(gotify.render(SAMPLE_EVENTS.down, "**$name** costs $$5, $unknown", EXAMPLE)).toMatchObject({
      title: "Nightly backup is DOWN",
      message: "**Nightly backup** costs $5, $unknown",
    });
  });

  it("keeps the line breaks of a value", () => {
    expect(gotify.escape("one\r\ntwo", "text")).toBe("one  \ntwo");
  });

  it("says the title twice rather than nothing", () => {
    const { event, facts } = SAMPLE_EVENTS.publication;
    const bare = { event, facts: { ...facts, metadata: { title: "Done" } } as typeof facts };
    expect(gotify.render(bare, null, EXAMPLE)).toMatchObject({ title: "Done", message: "Done", priority: 4 });
  });
});
