import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { dingtalk } from "./dingtalk.ts";

const TOKEN = "3b8a7f1c9d2e4f60a1b2c3d4e5f60718";
const SECRET = "SECtest0123456789";
const EXAMPLE = { url: `https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}` };
const says = (errcode: number, errmsg: string, status = 200): HttpScene => ({
  status,
  body: JSON.stringify({ errcode, errmsg }),
});
const taken = says(0, "ok");

describeProvider({
  provider: dingtalk,
  golden: "dingtalk.json",
  accepted: [
    { title: "a webhook", credentials: EXAMPLE },
    {
      title: "everything",
      credentials: {
        ...EXAMPLE,
        secret: SECRET,
        keyword: "告警",
        at: { mobiles: ["13800000000"], userIds: ["u1"], all: true },
      },
    },
  ],
  refused: [
    { title: "no webhook", credentials: {}, says: /url: .*expected string/ },
    {
      title: "a webhook without its token",
      credentials: { url: "https://oapi.dingtalk.com/robot/send" },
      says: /url: must be the robot's webhook/,
    },
    {
      title: "a secret with a space",
      credentials: { ...EXAMPLE, secret: "SEC 1" },
      says: /secret: must be the robot's/,
    },
    {
      title: "a keyword of two lines",
      credentials: { ...EXAMPLE, keyword: "a\nb" },
      says: /keyword: must be one line/,
    },
    {
      title: "a number with a space",
      credentials: { ...EXAMPLE, at: { mobiles: ["138 0"] } },
      says: /at\.mobiles\.0: /,
    },
  ],
  example: EXAMPLE,
  model: "**$name** is $status: $reason",
  expectEscaped({ markdown: { text } }) {
    expect(text).not.toContain("<!channel>");
    expect(text).not.toMatch(/<script>|<\/b>/);
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).toContain("<\u200b!channel> & <\u200b/b>");
  },
  expectWithinLimits(payload) {
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(20_000);
    expect(payload.markdown.text.isWellFormed()).toBe(true);
  },
  wire: {
    start: () =>
      startHttpVendor((url) => ({ url: `${url}/robot/send?access_token=${TOKEN}`, secret: SECRET, keyword: "告警" })),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "code 0", scene: taken, becomes: { kind: "delivered" } },
      {
        title: "200 with a wrong keyword",
        scene: says(310000, "keywords not in content"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a wrong signature",
        scene: says(310000, "sign not match"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a dead token",
        scene: says(300001, "token is not exist"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "200 with a refused content", scene: says(430102, "inappropriate text"), becomes: { kind: "rejected" } },
      {
        title: "200 with a limit",
        scene: says(130101, "send too fast, exceed 20 times per minute"),
        becomes: { kind: "limited", afterMs: 600_000 },
      },
      {
        title: "200 while it is busy",
        scene: says(-1, "system busy"),
        becomes: { kind: "retry", reason: "DingTalk did not take the message: -1 system busy." },
      },
      { title: "200 with a code that nobody knows", scene: says(999999, "?"), becomes: { kind: "retry" } },
      { title: "200 with a page", scene: { status: 200, body: "<html>" }, becomes: { kind: "unknown" } },
      { title: "200 without a code", scene: { status: 200, body: "{}" }, becomes: { kind: "unknown" } },
      { title: "429", scene: { status: 429 }, becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: { status: 500, body: "oops" }, becomes: { kind: "retry" } },
      { title: "502", scene: { status: 502 }, becomes: { kind: "unknown" } },
    ],
    echo: (text) => ({ status: 500, body: text }),
    secrets: [TOKEN, SECRET],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first.method).toBe("POST");
      const url = new URL(first.path, "http://robot");
      expect(url.pathname).toBe("/robot/send");
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        access_token: TOKEN,
        timestamp: "1772625600000",
        sign: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      });
      const { msgtype, markdown } = JSON.parse(first.body);
      expect(msgtype).toBe("markdown");
      expect(markdown.title).toBe("🔴 Nightly backup is DOWN");
      expect(markdown.text).toMatch(/^告警\n\n🔴 \*\*Nightly backup is DOWN\*\*\n\n/);
      expect(second).toMatchObject({ path: first.path, body: first.body });
    },
  },
});

describe("a signature for DingTalk", () => {
  it("is that of the vendor's recipe", async () => {
    const credentials = { ...EXAMPLE, secret: SECRET };
    const origins = ["https://oapi.dingtalk.com"];
    const { received } = await sendThrough(
      dingtalk,
      { credentials },
      { origins, scene: taken, now: 1_700_000_000_000 },
    );
    const sign = "yBKp5IlG6qCzcQWmgyRK%2FziJBdVNJmHfFE2ST%2FCzT%2Fg%3D";
    expect(received[0]?.path).toBe(`/robot/send?access_token=${TOKEN}&timestamp=1700000000000&sign=${sign}`);
  });
});

describe("a message for DingTalk", () => {
  const at = { mobiles: ["13800000000"], userIds: ["u1"] };

  it("calls people when something is bad, and names them where the text does not", () => {
    const { markdown, at: called } = dingtalk.render(SAMPLE_EVENTS.down, "@u1: $name", { ...EXAMPLE, at });
    expect(markdown.text).toBe("@u1: Nightly backup\n\n@13800000000");
    expect(called).toEqual({ atMobiles: ["13800000000"], atUserIds: ["u1"], isAtAll: false });
  });

  it("calls nobody when it is over", () => {
    expect(dingtalk.render(SAMPLE_EVENTS.up, null, { ...EXAMPLE, at })).not.toHaveProperty("at");
  });

  it("has the keyword once", () => {
    const text = (model: string): string =>
      dingtalk.render(SAMPLE_EVENTS.down, model, { ...EXAMPLE, keyword: "告警" }).markdown.text;
    expect(text("$name")).toBe("告警\n\nNightly backup");
    expect(text("告警: $name")).toBe("告警: Nightly backup");
  });

  it("stays under 20 in any minute", () => {
    const { tokens, perMs } = dingtalk.rate ?? { tokens: 0, perMs: 1 };
    expect(tokens + (60_000 * tokens) / perMs).toBeLessThanOrEqual(18);
  });
});
