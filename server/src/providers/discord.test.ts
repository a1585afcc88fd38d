import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HOSTILE_DOWN, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type DiscordPayload, discord } from "./discord.ts";

const PATH = "/api/webhooks/1203040506070809010/s3cretS3cret-s3cretS3cret_s3cret";
const EXAMPLE = { url: `https://discord.com${PATH}` };
const POSTED = { id: "1300000000000000001", content: "…" };
const ROOT = { message: "1299999999999999999" };
const fails = (status: number, code: number, message = "Something") => says(status, { code, message });

const textsOf = ({ message }: DiscordPayload): readonly string[] => {
  const inEmbeds = message.embeds.flatMap(({ description = "", fields = [] }) => [
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  return [message.content, ...inEmbeds];
};
const requests = (received: readonly unknown[]) =>
  (received as readonly Received[]).map(({ method, path }) => `${method} ${path}`);

describeProvider({
  provider: discord,
  golden: "discord.json",
  accepted: [
    { title: "a webhook", credentials: EXAMPLE },
    { title: "a thread", credentials: { ...EXAMPLE, thread: "1203040506070809011", onRecovery: "post" } },
  ],
  refused: [
    { title: "no address", credentials: {}, says: /^url: .*expected string/ },
    {
      title: "a webhook for Slack's form",
      credentials: { url: `${EXAMPLE.url}/slack` },
      says: /^url: .*leave \/slack/,
    },
    { title: "a thread by name", credentials: { ...EXAMPLE, thread: "ops" }, says: /^thread: must be the id/ },
    { title: "a thread as answer", credentials: { ...EXAMPLE, onRecovery: "thread" }, says: /^onRecovery: / },
  ],
  example: EXAMPLE,
  model: "**$name** is [$status](https://example.com): $reason",
  expectEscaped(payload) {
    expect(payload.message.allowed_mentions).toEqual({ parse: [] });
    for (const text of textsOf(payload)) {
      expect(text).not.toContain("<!channel>");
      expect(text).not.toMatch(/(?<!\\)`code/);
    }
    expect(textsOf(payload).join()).toContain("\\<!channel\\> & \\</b\\>");
  },
  expectWithinLimits({ message }) {
    expect(message.content.length).toBeLessThanOrEqual(2_000);
    expect(message.content).not.toMatch(/[^\\]\\…$/);
    for (const { description = "", fields = [], footer } of message.embeds) {
      expect(description.length).toBeLessThanOrEqual(4_096);
      expect(fields.length).toBeLessThanOrEqual(25);
      for (const { name, value } of fields) {
        expect(name.length).toBeLessThanOrEqual(256);
        expect(value.length).toBeLessThanOrEqual(1_024);
        expect(value).toMatch(/\S/);
        expect(value).not.toMatch(/[^\\]\\…$|\u200d…$/);
      }
      const all = [description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text ?? ""].join("");
      expect(all.length).toBeLessThanOrEqual(6_000);
      expect(footer?.text).toMatch(/^and \d+ more$/);
    }
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: url + PATH })),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a first message",
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: { message: POSTED.id } },
        receives: (received) => expect(requests(received)).toEqual([`POST ${PATH}?wait=true`]),
      },
      {
        title: "a message for a thread",
        change: { thread: "42" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => expect(requests(received)).toEqual([`POST ${PATH}?wait=true&thread_id=42`]),
      },
      {
        title: "a recovery as an edit",
        event: "up",
        previous: ROOT,
        change: { thread: "42" },
        scene: says(200, { ...POSTED, id: ROOT.message }),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(requests(received)).toEqual([`PATCH ${PATH}/messages/${ROOT.message}?thread_id=42`]),
      },
      {
        title: "a recovery as a message of its own",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "post" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => expect(requests(received)).toEqual([`POST ${PATH}?wait=true`]),
      },
      {
        title: "a change for the worse as a message of its own",
        event: "changed",
        previous: ROOT,
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => expect(requests(received)).toEqual([`POST ${PATH}?wait=true`]),
      },
      {
        title: "an edit of a message that is gone as a new message",
        event: "up",
        previous: ROOT,
        scene: [fails(404, 10_008, "Unknown Message"), says(200, POSTED)],
        becomes: { kind: "delivered", receipt: { message: POSTED.id } },
        receives: (received) => expect(requests(received)).toHaveLength(2),
      },
      { title: "204", scene: says(204), becomes: { kind: "delivered" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "404 with an unknown webhook",
        scene: fails(404, 10_015, "Unknown Webhook"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Discord no longer takes messages here: 10015 Unknown Webhook.",
        },
      },
      { title: "401", scene: fails(401, 50_027), becomes: { kind: "rejected", suspend: true } },
      { title: "403", scene: fails(403, 50_013), becomes: { kind: "rejected", suspend: true } },
      { title: "403 with an unknown code", scene: fails(403, 0), becomes: { kind: "rejected", suspend: true } },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "400 in a forum", scene: fails(400, 220_001), becomes: { kind: "rejected", suspend: true } },
      { title: "400 with a bad form", scene: fails(400, 50_035, "Invalid Form Body"), becomes: { kind: "rejected" } },
      {
        title: "429 with a fraction of a second",
        scene: says(
          429,
          { message: "You are being rate limited.", retry_after: 0.337, global: false },
          { "retry-after": "1" },
        ),
        becomes: { kind: "limited", afterMs: 337 },
      },
      {
        title: "429 of the guard before it",
        scene: says(429, "<html>banned</html>", { "retry-after": "3600" }),
        becomes: { kind: "limited", afterMs: 3_600_000 },
      },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [PATH, "s3cretS3cret-s3cretS3cret_s3cret"],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        path: `${PATH}?wait=true`,
        headers: { "content-type": "application/json; charset=utf-8" },
      });
      expect(JSON.parse((received[0] as Received).body)).toMatchObject({
        content: "🔴 **Nightly backup is DOWN**",
        allowed_mentions: { parse: [] },
        embeds: [{ fields: expect.arrayContaining([{ name: "Severity", value: "error", inline: true }]) }],
      });
    },
  },
});

describe("a message for Discord", () => {
  it("takes the text of a model with its markup", () => {
    const { message } = discord.render(SAMPLE_EVENTS.down, "**$name** costs $$5, $unknown", EXAMPLE);
    expect(message).toMatchObject({ content: "**Nightly backup** costs $5, $unknown", embeds: [] });
  });

  it("says the title when a model leaves nothing", () => {
    const { message } = discord.render(SAMPLE_EVENTS.down, "$up_at", EXAMPLE);
    expect(message.content).toBe("Nightly backup is DOWN");
  });

  it("keeps addresses as they are", () => {
    const { event, facts } = SAMPLE_EVENTS.publication;
    const metadata = { title: "a_b", link: "see https://example.com/a_b?c=*d_e and f_g" };
    const { message } = discord.render({ event, facts: { ...facts, metadata } as typeof facts }, null, EXAMPLE);
    expect(message.content).toContain("a\\_b");
    expect(message.embeds[0]?.fields?.[0]?.value).toBe("see https://example.com/a_b?c=\\*d\\_e and f\\_g");
  });

  it("shows a dash for a fact without a text", () => {
    const { event, facts } = SAMPLE_EVENTS.publication;
    const metadata = { title: "Order", note: "" };
    const { message } = discord.render({ event, facts: { ...facts, metadata } as typeof facts }, null, EXAMPLE);
    expect(message.embeds[0]?.fields).toEqual([{ name: "note", value: "–", inline: true }]);
  });

  it("expands no value twice", () => {
    expect(discord.render(HOSTILE_DOWN, "$reason", EXAMPLE).message.content).toContain("$name");
  });
});
