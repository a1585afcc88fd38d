import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type MatrixPayload, matrix } from "./matrix.ts";

const TOKEN = "syt_d2F0Y2hiZWxs_s3cretS3cretS3cret_1a2b3c";
const ROOM = "!aBcDeFgHiJkLmNoPqR:example.com";
const EXAMPLE = { url: "https://matrix.example.com", token: TOKEN, room: ROOM };
const POSTED = { event_id: "$143273582443PhrSn:example.com" };
const ROOT = { room: ROOM, event: "$first:example.com" };
const fails = (status: number, errcode: string, more: Record<string, unknown> = {}) =>
  says(status, { errcode, error: "The words for it.", ...more });
const sent = (received: readonly unknown[]) => (received as readonly Received[]).map(({ body }) => JSON.parse(body));

describeProvider({
  provider: matrix,
  golden: "matrix.json",
  accepted: [
    { title: "a room", credentials: EXAMPLE },
    {
      title: "a room without a server in its id",
      credentials: { ...EXAMPLE, room: "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM" },
    },
    { title: "a wish for edits", credentials: { ...EXAMPLE, onRecovery: "edit" } },
  ],
  refused: [
    { title: "no token", credentials: { url: EXAMPLE.url, room: ROOM }, says: /^token: / },
    {
      title: "a room's alias",
      credentials: { ...EXAMPLE, room: "#ops:example.com" },
      says: /^room: must be the room's id/,
    },
    { title: "no scheme", credentials: { ...EXAMPLE, url: "matrix.example.com" }, says: /^url: must be a URL/ },
  ],
  example: EXAMPLE,
  model: "<b>$name</b> is <a href='https://example.com'>$status</a>: $reason",
  expectEscaped({ text, title }: MatrixPayload) {
    const { body, formatted_body: html = "" } = text;
    expect(html).not.toContain("<!channel>");
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
    expect(`${body}${html}${title}`).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(body).toContain("<!channel> & </b>");
  },
  expectWithinLimits(payload: MatrixPayload) {
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(60_000);
    const { body, formatted_body: html = "" } = payload.text;
    expect(`${body}${html}`).not.toMatch(/&[a-z]{0,3}…|\u200d…/);
    expect(html.match(/<b>/g)?.length ?? 0).toBe(html.match(/<\/b>/g)?.length ?? 0);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ ...EXAMPLE, url })),
    success: says(200, POSTED),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a first message",
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: { room: ROOM, event: POSTED.event_id } },
        receives: (received) => expect(sent(received)[0]).not.toHaveProperty("m.relates_to"),
      },
      {
        title: "a recovery as an answer in the thread",
        event: "up",
        previous: ROOT,
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: ROOT },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            {
              body: expect.stringMatching(/^🟢 Nightly backup is UP\n/),
              "m.relates_to": {
                rel_type: "m.thread",
                event_id: ROOT.event,
                is_falling_back: true,
                "m.in_reply_to": { event_id: ROOT.event },
              },
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
            {
              body: "* 🟢 Nightly backup is UP",
              "m.new_content": { msgtype: "m.text", body: expect.stringMatching(/^🟢 Nightly backup is UP\n/) },
              "m.relates_to": { rel_type: "m.replace", event_id: ROOT.event },
            },
          ]),
      },
      {
        title: "a recovery for another room as a new message",
        event: "up",
        previous: { ...ROOT, room: "!old:example.com" },
        scene: says(200, POSTED),
        becomes: { kind: "delivered", receipt: { room: ROOM, event: POSTED.event_id } },
        receives: (received) => expect(sent(received)[0]).not.toHaveProperty("m.relates_to"),
      },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "401 with an old token",
        scene: fails(401, "M_UNKNOWN_TOKEN", { soft_logout: false }),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Matrix no longer takes messages here: M_UNKNOWN_TOKEN The words for it.",
        },
      },
      {
        title: "403 for who is not in the room",
        scene: fails(403, "M_FORBIDDEN"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "404", scene: fails(404, "M_UNRECOGNIZED"), becomes: { kind: "rejected", suspend: true } },
      { title: "413", scene: fails(413, "M_TOO_LARGE"), becomes: { kind: "rejected" } },
      { title: "400", scene: fails(400, "M_BAD_JSON"), becomes: { kind: "rejected" } },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "429 with milliseconds in the body",
        scene: fails(429, "M_LIMIT_EXCEEDED", { retry_after_ms: 2_345 }),
        becomes: { kind: "limited", afterMs: 2_345 },
      },
      {
        title: "429 with both",
        scene: says(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 2_345 }, { "retry-after": "3" }),
        becomes: { kind: "limited", afterMs: 3_000 },
      },
      { title: "500", scene: fails(500, "M_UNKNOWN"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      const [first, second] = received as readonly [Received, Received];
      // The same transaction, so that the room shows a repeat once.
      expect(second.path).toBe(first.path);
      expect(first).toMatchObject({
        method: "PUT",
        path: `/_matrix/client/v3/rooms/${encodeURIComponent(ROOM)}/send/m.room.message/6f1d7c6e-0000-4000-8000-000000000001`,
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(JSON.parse(first.body)).toMatchObject({
        msgtype: "m.text",
        format: "org.matrix.custom.html",
        formatted_body: expect.stringMatching(/^🔴 <b>Nightly backup is DOWN<\/b><br>/),
      });
    },
  },
});

describe("a model for Matrix", () => {
  it("is HTML when it has tags, and its text has none", () => {
    expect(matrix.render(SAMPLE_EVENTS.down, "<b>$name</b><br>$$5, $unknown", EXAMPLE).text).toEqual({
      body: "Nightly backup\n$5, $unknown",
      format: "org.matrix.custom.html",
      formatted_body: "<b>Nightly backup</b><br>$5, $unknown",
    });
  });

  it("is text when it has none", () => {
    const { text } = matrix.render(SAMPLE_EVENTS.down, "$name\n1 < 2", EXAMPLE);
    expect(text).toEqual({ body: "Nightly backup\n1 < 2" });
  });
});
