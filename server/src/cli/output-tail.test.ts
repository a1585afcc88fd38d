import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOutputTail } from "./output-tail.ts";

function tailOf(limit: number, chunks: readonly (string | Uint8Array)[]) {
  const tail = createOutputTail(limit);
  for (const chunk of chunks) tail.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return tail;
}

describe("createOutputTail", () => {
  it("keeps everything while there is room, and the end of it afterwards", () => {
    expect(Buffer.from(tailOf(5, ["abc"]).read()).toString()).toBe("abc");
    expect(Buffer.from(tailOf(5, ["abc", "defg"]).read()).toString()).toBe("cdefg");
    expect(Buffer.from(tailOf(5, ["abc", "0123456789"]).read()).toString()).toBe("56789");
  });

  it("gives less when less is asked for, and it is the end", () => {
    expect(Buffer.from(tailOf(5, ["abcdefg"]).read(2)).toString()).toBe("fg");
    expect(tailOf(5, ["abcdefg"]).read(0)).toHaveLength(0);
  });

  it("keeps nothing when told to", () => {
    expect(tailOf(0, ["abc"]).read()).toHaveLength(0);
  });

  it("leaves out a character that the cut broke", () => {
    expect(Buffer.from(tailOf(4, ["äöü"]).read(3)).toString()).toBe("ü");
    expect(Buffer.from(tailOf(5, ["🔔🔔"]).read()).toString()).toBe("🔔");
  });

  it("leaves a broken character at the very beginning of the output as it came", () => {
    expect([...tailOf(5, [Uint8Array.of(0x80, 0x41)]).read()]).toEqual([0x80, 0x41]);
  });

  it("equals the end of the whole output, however it was cut into chunks", () => {
    const plainBytes = fc.uint8Array({ max: 0x7f, maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(64), fc.array(plainBytes, { maxLength: 20 }), fc.nat(80), (limit, chunks, atMost) => {
        const whole = Buffer.concat(chunks);
        const length = Math.min(limit, atMost, whole.length);
        expect([...tailOf(limit, chunks).read(atMost)]).toEqual([...whole.subarray(whole.length - length)]);
      }),
    );
  });

  it("always gives whole characters of a UTF-8 output", () => {
    fc.assert(
      fc.property(fc.nat(64), fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 }), (limit, texts) => {
        const read = Buffer.from(tailOf(limit, texts).read()).toString("utf8");
        expect(texts.join("").endsWith(read)).toBe(true);
      }),
    );
  });
});
