import { describe, expect, it } from "vitest";
import { fitBytes } from "./fit-bytes.ts";

const bytes = (text: string): number => Buffer.byteLength(text);

describe("fitBytes", () => {
  it("gives all the room when what is built needs no more", () => {
    expect(fitBytes(10, bytes, (room) => "a".repeat(room))).toBe("a".repeat(10));
  });

  it("gives less until it fits, and not much less than fits", () => {
    expect(fitBytes(100, bytes, (room) => "数".repeat(room))).toBe("数".repeat(33));
    expect(fitBytes(100, bytes, (room) => `${"frame".repeat(10)}${"x".repeat(room)}`).length).toBeGreaterThan(80);
  });

  it("ends, even when nothing can fit", () => {
    expect(fitBytes(3, bytes, () => "too long")).toBe("too long");
  });
});
