import { describe, expect, it } from "vitest";
import { says, startFixedVendor, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type TelegramPayload, telegram } from "./telegram.ts";

const TOKEN = "123456789:AAEhBOweik6ad6PsVJUAMhcU0lZ7-t0k3n";
const EXAMPLE = { token: TOKEN, chat: "-1001234567890" };
const POSTED = { ok: true, result: { message_id: 77, chat: { id: -1_001_234_567_890 } } };
const ROOT = { chat: EXAMPLE.chat, message: 42 };
const fails = (status: number, description: string, parameters?: Record<string, number>) =>
  says(status, { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) });
const sent = (received: readonly unknown[]) =>
  (received as readonly Received[]).map(({ path, body }) => ({
    method: path.replace(/^.*\//, ""),
    ...JSON.parse(body),
  }));

const accepted = [
  { title: "a bot and a chat", credentials: EXAMPLE },
  { title: "a channel by its name", credentials: { token: TOKEN, chat: "@ops_alerts", onRecovery: "edit" } },
  {
    title: "a topic of a forum, and a server",
    credentials: { ...EXAMPLE, thread: 5, api: "http://bot-api.internal:8081" },
  },
];
const refused = [
  { title: "no token", credentials: { chat: "1" }, says: /^token: / },
  {
    title: "a token without its number",
    credentials: { token: "AAEhBOw", chat: "1" },
    says: /^token: must be a bot's/,
  },
  { title: "a chat by its title", credentials: { token: TOKEN, chat: "Ops team" }, says: /^chat: must be a chat's id/ },
  { title: "an address of a file", credentials: { ...EXAMPLE, api: "file:///etc" }, says: /^api: must be a URL/ },
];

const expectEscaped = ({ html, plain }: TelegramPayload): void => {
  expect(html).not.toContain("<!channel>");
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
  expect(html).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
  expect(plain).toContain("<!channel> & </b>");
};

const expectWithinLimits = ({ html, plain }: TelegramPayload): void => {
  for (const text of [html, plain]) {
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toContain("\u200d…");
  }
  expect(html).not.toMatch(/&[a-z]{0,3}…/);
  expect(html.match(/<b>/g)?.length ?? 0).toBe(html.match(/<\/b>/g)?.length ?? 0);
};

describeProvider({
  provider: telegram,
  golden: "telegram.json",
  accepted,
  refused,
  example: EXAMPLE,
  model: "<b>$name</b> is <a href='https://example.com'>$status</a>: $reason",
  expectEscaped,
  expectWithinLimits,
  wire: {
    start: () => startFixedVendor(["https://api.telegram.org"], EXAMPLE),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a first message",
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: { chat: EXAMPLE.chat, message: 77 } },
      },
      {
        title: "a message for a topic",
        change: { thread: 5 },
        scene: says(200, POSTED),
        becomes: { kind: "delivered" },
        receives: (received) => expect(sent(received)).toMatchObject([{ message_thread_id: 5 }]),
      },
      {
        title: "a recovery as an answer",
        event: "up",
        previous: ROOT,
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            { method: "sendMessage", reply_parameters: { message_id: 42, allow_sending_without_reply: true } },
          ]),
      },
      {
        title: "a recovery as an edit",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) => expect(sent(received)).toMatchObject([{ method: "editMessageText", message_id: 42 }]),
      },
      {
        title: "an edit that was made already",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: fails(400, "Bad Request: message is not modified"),
        becomes: { kind: "delivered", receipt: ROOT },
      },
      {
        title: "an edit of a message that is gone as a new message",
        event: "up",
        previous: ROOT,
        change: { onRecovery: "edit" },
        scene: [fails(400, "Bad Request: message to edit not found"), says(200, POSTED)],
        becomes: { kind: "delivered", receipt: { chat: EXAMPLE.chat, message: 77 } },
        receives: (received) =>
          expect(sent(received).map(({ method }) => method)).toEqual(["editMessageText", "sendMessage"]),
      },
      {
        title: "markup that cannot be read as plain text",
        scene: [
          fails(400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 7"),
          says(200, POSTED),
        ],
        becomes: { kind: "delivered" },
        receives(received) {
          const [first, second] = sent(received);
          expect(first).toMatchObject({ parse_mode: "HTML", text: expect.stringContaining("<b>") });
          expect(second).not.toHaveProperty("parse_mode");
          expect(second.text).toMatch(/^🔴 Nightly backup is DOWN\n/);
        },
      },
      {
        title: "a group that became a supergroup",
        scene: [
          fails(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: -100_777 }),
          says(200, POSTED),
        ],
        becomes: {
          kind: "delivered",
          newCredentials: { ...EXAMPLE, chat: "-100777" },
          receipt: { chat: "-100777", message: 77 },
        },
        receives: (received) =>
          expect(sent(received)).toMatchObject([{ chat_id: EXAMPLE.chat }, { chat_id: "-100777" }]),
      },
      {
        title: "403 because the bot was blocked",
        scene: fails(403, "Forbidden: bot was blocked by the user"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Telegram no longer takes messages here: Forbidden: bot was blocked by the user.",
        },
      },
      {
        title: "403 because the bot was kicked",
        scene: fails(403, "Forbidden: bot was kicked from the supergroup chat"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 because the user is gone",
        scene: fails(403, "Forbidden: user is deactivated"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 without a chat",
        scene: fails(400, "Bad Request: chat not found"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "401", scene: fails(401, "Unauthorized"), becomes: { kind: "rejected", suspend: true } },
      { title: "404", scene: fails(404, "Not Found"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "400 with a bad message",
        scene: fails(400, "Bad Request: message is too long"),
        becomes: { kind: "rejected" },
      },
      { title: "200 with an error in it", scene: fails(200, "Something"), becomes: { kind: "retry" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "429 with seconds in the body",
        scene: fails(429, "Too Many Requests: retry after 17", { retry_after: 17 }),
        becomes: { kind: "limited", afterMs: 17_000 },
      },
      { title: "429 without a time", scene: says(429), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: fails(500, "Internal Server Error"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({ method: "POST", path: `/bot${TOKEN}/sendMessage` });
      expect(sent(received)[0]).toMatchObject({
        chat_id: EXAMPLE.chat,
        parse_mode: "HTML",
        link_preview_options: { is_disabled: true },
        text: expect.stringMatching(/^🔴 <b>Nightly backup is DOWN<\/b>\n/),
      });
    },
  },
});

describe("a Bot API server of one's own", () => {
  it("gets what Telegram's would", async () => {
    const vendor = await startHttpVendor((url) => url);
    vendor.play(says(200, POSTED));
    const http = {
      request: async ({ url }: { readonly url: string }) => {
        const body = await (await fetch(url, { method: "POST" })).text();
        return { kind: "answer", status: 200, headers: {}, body } as const;
      },
    };
    const credentials = { ...EXAMPLE, api: `${vendor.credentials}/tg/` };
    const payload = telegram.render(SAMPLE_EVENTS.test, null, credentials);
    const input = { payload, credentials, messageId: "1", alertKey: null, previous: null };
    const deps = { http, now: 0, log: () => {}, connect: () => Promise.reject(new Error("not used")) };
    expect(await telegram.send(input, deps)).toMatchObject({ kind: "delivered" });
    expect(vendor.received[0]?.path).toBe(`/tg/bot${TOKEN}/sendMessage`);
    await vendor.close();
  });
});

describe("a model for Telegram", () => {
  it("replaces the text and keeps its own markup, which the plain form has not", () => {
    expect(telegram.render(SAMPLE_EVENTS.down, "<b>$name</b> &lt; $$5, $unknown", EXAMPLE)).toMatchObject({
      html: "<b>Nightly backup</b> &lt; $5, $unknown",
      plain: "Nightly backup < $5, $unknown",
    });
  });

  it("closes what is open where it is cut", () => {
    const { html } = telegram.render(SAMPLE_EVENTS.down, `<b><i>${"x".repeat(5_000)}</i></b>`, EXAMPLE);
    expect(html).toMatch(/^<b><i>x+…<\/i><\/b>$/);
    expect(html).toHaveLength(4_096);
  });
});
