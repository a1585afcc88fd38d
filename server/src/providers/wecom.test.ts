import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { wecom } from "./wecom.ts";

const KEY = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa";
const EXAMPLE = { url: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${KEY}` };
const says = (errcode: number, errmsg: string): HttpScene => ({
  status: 200,
  body: JSON.stringify({ errcode, errmsg }),
});
const taken = says(0, "ok");

describeProvider({
  provider: wecom,
  golden: "wecom.json",
  accepted: [
    { title: "a webhook", credentials: EXAMPLE },
    {
      title: "a webhook of one's own server",
      credentials: { url: "http://wecom.internal/cgi-bin/webhook/send?key=1" },
    },
  ],
  refused: [
    { title: "no webhook", credentials: {}, says: /url: .*expected string/ },
    {
      title: "a webhook without its key",
      credentials: { url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" },
      says: /url: must be the robot's webhook, with its key/,
    },
  ],
  example: EXAMPLE,
  model: "**$name** is $status: $reason",
  expectEscaped({ markdown: { content } }) {
    expect(content).not.toMatch(/<!channel>|<script>|<\/b>|[^\P{Cc}\n]/u);
    expect(content).toContain("<\u200b!channel> & <\u200b/b>");
  },
  expectWithinLimits({ markdown: { content } }) {
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
    expect(content.isWellFormed()).toBe(true);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: `${url}/cgi-bin/webhook/send?key=${KEY}` })),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "code 0", scene: taken, becomes: { kind: "delivered" } },
      {
        title: "200 with a dead key",
        scene: says(93000, "invalid webhook url, hint: [1708397705432012366598976]"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "200 with a text that is too long",
        scene: says(40058, "markdown.content exceed max length 4096"),
        becomes: { kind: "rejected" },
      },
      {
        title: "200 with a limit",
        scene: says(45009, "api freq out of limit"),
        becomes: { kind: "limited", afterMs: 60_000 },
      },
      { title: "200 while it is busy", scene: says(-1, "system error"), becomes: { kind: "retry" } },
      { title: "200 with a page", scene: { status: 200, body: "<html>" }, becomes: { kind: "unknown" } },
      { title: "404", scene: { status: 404 }, becomes: { kind: "rejected", suspend: true } },
      { title: "500", scene: { status: 500, body: "oops" }, becomes: { kind: "retry" } },
      { title: "502", scene: { status: 502 }, becomes: { kind: "unknown" } },
    ],
    echo: (text) => ({ status: 500, body: text }),
    secrets: [KEY],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({ method: "POST", path: `/cgi-bin/webhook/send?key=${KEY}` });
      expect(JSON.parse(first.body)).toEqual({
        msgtype: "markdown",
        markdown: { content: expect.stringMatching(/^🔴 \*\*Nightly backup is DOWN\*\*\n\n/) },
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a message for WeCom", () => {
  it("is cut by bytes, as the vendor counts", () => {
    const facts = { ...SAMPLE_EVENTS.publication.facts, metadata: { text: "备份失败。".repeat(1_000) } };
    const { content } = wecom.render(
      { event: "publication", facts } as typeof SAMPLE_EVENTS.publication,
      "$text",
      EXAMPLE,
    ).markdown;
    expect(Buffer.byteLength(content)).toBeGreaterThan(4_090);
    expect(content).toMatch(/[备份失败。]…$/);
  });

  it("keeps the mentions of a model", () => {
    expect(wecom.render(SAMPLE_EVENTS.down, "<@zhangsan> $name", EXAMPLE).markdown.content).toBe(
      "<@zhangsan> Nightly backup",
    );
  });

  it("stays under 20 in any minute", () => {
    const { tokens, perMs } = wecom.rate ?? { tokens: 0, perMs: 1 };
    expect(tokens + (60_000 * tokens) / perMs).toBeLessThanOrEqual(18);
  });
});
