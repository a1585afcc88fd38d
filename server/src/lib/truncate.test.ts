import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { truncate } from "./truncate.ts";

describe("truncate", () => {
  it("leaves what fits", () => {
    expect(truncate("hello", 5)).toBe("hello");
    expect(truncate("", 5)).toBe("");
  });

  it("ends with an ellipsis inside the limit", () => {
    expect(truncate("hello world", 8)).toBe("hello w…");
    expect(truncate("hello world", 7)).toBe("hello…");
  });

  it("never cuts a character that is made of several", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(truncate(`ab${family}cd`, 8)).toBe("ab…");
    expect(truncate("e\u0301".repeat(4), 6)).toBe("e\u0301e\u0301…");
    expect(truncate("🇩🇪🇫🇷🇮🇹", 10)).toBe("🇩🇪🇫🇷…");
  });

  it("never cuts what must stay whole", () => {
    const whole = /&(?:amp|lt|gt);|<[^<>]*>/g;
    expect(truncate("ab &amp; cd", 7, whole)).toBe("ab…");
    expect(truncate("see <https://example.com|here> now", 12, whole)).toBe("see…");
  });

  it("copes with a character that does not end", () => {
    const zalgo = `a${"\u0301".repeat(5_000)}`;
    expect(truncate(zalgo, 1_000)).toHaveLength(1_000);
  });

  it("keeps to the limit and stays well formed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, limit) => {
        const cut = truncate(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
