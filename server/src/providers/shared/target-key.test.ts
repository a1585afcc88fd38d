import { describe, expect, it } from "vitest";
import { shortHash, targetKey } from "./target-key.ts";

describe("the key that a target keeps things under", () => {
  it("is the alert key, and the message's id where there is none", () => {
    expect(targetKey({ alertKey: "monitor:1", messageId: "m" }, 9)).toBe("monitor:1");
    expect(targetKey({ alertKey: null, messageId: "m" }, 9)).toBe("m");
  });

  it("is hashed when it is too long: the same key, the same hash", () => {
    const key = targetKey({ alertKey: "monitor:10", messageId: "m" }, 9);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(targetKey({ alertKey: "monitor:10", messageId: "another" }, 9)).toBe(key);
    expect(targetKey({ alertKey: "monitor:11", messageId: "m" }, 9)).not.toBe(key);
  });

  it("has a short form of 32 digits", () => {
    expect(shortHash("monitor:1")).toMatch(/^[0-9a-f]{32}$/);
  });
});
