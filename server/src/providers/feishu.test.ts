import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type FeishuPayload, feishu } from "./feishu.ts";

const TOKEN = "d9f8a7b6-1234-4c5d-8e9f-0a1b2c3d4e5f";
const SECRET = "feishusecret";
const EXAMPLE = { url: `https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}` };
const says = (code: number, msg: string): HttpScene => ({ status: 200, body: JSON.stringify({ code, msg, data: {} }) });
const taken = says(0, "success");

const textOf = ({ card }: FeishuPayload): string => card.elements.map(({ content }) => content).join("\n");

describeProvider({
  provider: feishu,
  golden: "feishu.json",
  accepted: [
    { title: "a webhook of Feishu", credentials: EXAMPLE },
    {
      title: "a webhook of Lark, a secret and a keyword",
      credentials: {
        url: `https://open.larksuite.com/open-apis/bot/v2/hook/${TOKEN}`,
        secret: SECRET,
        keyword: "alert",
      },
    },
  ],
  refused: [
    { title: "no webhook", credentials: {}, says: /url: .*expected string/ },
    {
      title: "another address",
      credentials: { url: "https://open.feishu.cn/" },
      says: /url: must be the robot's webhook/,
    },
    { title: "a secret with a space", credentials: { ...EXAMPLE, secret: "a b" }, says: /secret: must be the robot's/ },
  ],
  example: EXAMPLE,
  model: "**$name** is $status: $reason",
  expectEscaped(payload) {
    const text = textOf(payload);
    expect(text).not.toMatch(/[<>`]|[^\P{Cc}\n]/u);
    expect(text.replace(/&#\d+;/g, "")).not.toContain("&");
    expect(text).toContain("&#60;!channel&#62; &#38; &#60;/b&#62;");
  },
  expectWithinLimits(payload) {
    expect(
      Buffer.byteLength(JSON.stringify({ timestamp: "1700000000", sign: "x".repeat(44), ...payload })),
    ).toBeLessThanOrEqual(20_000);
    expect(textOf(payload)).not.toMatch(/&[#\d]*…|\u200d…/);
    expect(textOf(payload).isWellFormed()).toBe(true);
  },
  wire: {
    start: () =>
      startHttpVendor((url) => ({ url: `${url}/open-apis/bot/v2/hook/${TOKEN}`, secret: SECRET, keyword: "alert" })),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "code 0", scene: taken, becomes: { kind: "delivered" } },
      {
        title: "the status code 0 of older robots",
        scene: { status: 200, body: '{"Extra":null,"StatusCode":0,"StatusMessage":"success"}' },
        becomes: { kind: "delivered" },
      },
      {
        title: "200 with a wrong signature",
        scene: says(19021, "sign match fail or timestamp is not within one hour from current time"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a wrong address",
        scene: says(19022, "Ip Not Allowed"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a wrong keyword",
        scene: says(19024, "Key Words Not Found"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a dead token",
        scene: says(19001, "param invalid: incoming webhook access token invalid"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "200 with a bad body", scene: says(9499, "Bad Request"), becomes: { kind: "rejected" } },
      {
        title: "400 with a bad body",
        scene: { status: 400, body: '{"code":9499,"msg":"Bad Request"}' },
        becomes: { kind: "rejected" },
      },
      {
        title: "200 with a limit",
        scene: says(11232, "frequency limited"),
        becomes: { kind: "limited", afterMs: 60_000 },
      },
      { title: "200 with a code that nobody knows", scene: says(5000, "internal error"), becomes: { kind: "retry" } },
      { title: "200 with a page", scene: { status: 200, body: "<html>" }, becomes: { kind: "unknown" } },
      { title: "429", scene: { status: 429 }, becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: { status: 500, body: "oops" }, becomes: { kind: "retry" } },
      { title: "502", scene: { status: 502 }, becomes: { kind: "unknown" } },
    ],
    echo: (text) => ({ status: 500, body: text }),
    secrets: [TOKEN, SECRET],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({ method: "POST", path: `/open-apis/bot/v2/hook/${TOKEN}` });
      expect(JSON.parse(first.body)).toMatchObject({
        timestamp: "1772625600",
        sign: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        msg_type: "interactive",
        card: { header: { template: "red", title: { content: "alert 🔴 Nightly backup is DOWN" } } },
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a signature for Feishu", () => {
  const send = async (credentials: typeof EXAMPLE & { secret?: string }) => {
    const to = { origins: ["https://open.feishu.cn"], scene: taken, now: 1_700_000_000_000 };
    const { received } = await sendThrough(feishu, { credentials }, to);
    return JSON.parse(received[0]?.body ?? "");
  };

  it("is that of the vendor's recipe", async () => {
    expect(await send({ ...EXAMPLE, secret: SECRET })).toMatchObject({
      timestamp: "1700000000",
      sign: "5Wc8F8b2vZlNjoVFpK6BAaovMobglP4Rm1FzmEq/rCU=",
    });
  });

  it("is left out without a secret", async () => {
    expect(await send(EXAMPLE)).not.toHaveProperty("sign");
  });
});

describe("a card for Feishu", () => {
  it("has the keyword of the robot, in a model too", () => {
    const card = (model: string | null) => feishu.render(SAMPLE_EVENTS.down, model, { ...EXAMPLE, keyword: "alert" });
    expect(card(null).card.header?.title.content).toBe("alert 🔴 Nightly backup is DOWN");
    expect(textOf(card("$name"))).toBe("alert\nNightly backup");
    expect(textOf(card("alert: $name"))).toBe("alert: Nightly backup");
  });

  it("stays under 5 in any second and under 100 in any minute", () => {
    const { tokens, perMs } = feishu.rate ?? { tokens: 0, perMs: 1 };
    expect(Math.floor(tokens + (1_000 * tokens) / perMs)).toBeLessThanOrEqual(5);
    expect(tokens + (60_000 * tokens) / perMs).toBeLessThanOrEqual(90);
  });
});
