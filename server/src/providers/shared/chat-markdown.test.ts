import { describe, expect, it } from "vitest";
import { chatMarkdown, escapeChatMarkdown } from "./chat-markdown.ts";

describe("escapeChatMarkdown", () => {
  it.each([
    ["a link", "[here](https://example.com)", "[here]\u200b(https://example.com)"],
    ["an image", "![x](https://example.com/x.png)", "![x]\u200b(https://example.com/x.png)"],
    ["a link by reference", "[here][1] [1]: https://example.com", "[here]\u200b[1] [1]\u200b: https://example.com"],
    ["a mention", "<@all>", "<\u200b@all>"],
    ["a colour", '<font color="red">', '<\u200bfont color="red">'],
  ])("parts %s", (_what, value, escaped) => {
    expect(escapeChatMarkdown(value)).toBe(escaped);
  });

  it("leaves what only looks like markup", () => {
    expect(escapeChatMarkdown("nightly_backup_db *2* a > b [x] (y) $ `ls`")).toBe(
      "nightly_backup_db *2* a > b [x] (y) $ `ls`",
    );
  });
});

describe("chatMarkdown", () => {
  it("keeps the link, however little room there is for the rest", () => {
    const text = chatMarkdown(
      {
        title: "每日备份没有完成",
        summary: "没有收到信号。".repeat(300),
        fields: Array.from({ length: 40 }, (_, n) => ({ label: `事实${n}`, value: "数据库".repeat(100) })),
        url: "https://bell.example.com/monitors/1",
        tone: "bad",
      },
      2_048,
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_048);
    expect(Buffer.byteLength(text)).toBeGreaterThan(900);
    expect(text).toMatch(/^🔴 \*\*每日备份没有完成\*\*\n\n没有.*…/);
    expect(text.endsWith("\n\n[Open in Watchbell](https://bell.example.com/monitors/1)")).toBe(true);
  });
});
