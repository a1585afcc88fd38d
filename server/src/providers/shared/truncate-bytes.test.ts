import { describe, expect, it } from "vitest";
import { truncateBytes } from "./truncate-bytes.ts";

describe("truncateBytes", () => {
  it.each([
    ["what fits as it is", "täglich", 8, "täglich"],
    ["by bytes, not by characters", "每日备份没有完成", 16, "每日备份…"],
    ["before a character of several code points", "ab👩‍👩‍👧cd", 8, "ab…"],
    ["to the mark alone when nothing fits", "👩‍👩‍👧👩‍👩‍👧", 4, "…"],
  ])("cuts %s", (_how, text, limit, cut) => {
    expect(truncateBytes(text, limit)).toBe(cut);
  });

  it("cuts inside nothing that must stay whole", () => {
    expect(truncateBytes("ab [here](https://example.com) cd", 20, /\[[^\]]*\]\([^)]*\)/g)).toBe("ab…");
  });

  it("uses the room that it has", () => {
    const cut = truncateBytes("é".repeat(10_000), 4_096);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(4_093);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(4_096);
  });
});
