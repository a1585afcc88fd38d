import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVault, sameText } from "./vault.ts";

const vault = createVault(randomBytes(32));

/** Turns over one bit of a sealed text. */
function withFlippedBit(sealed: string, index: number): string {
  const bytes = Buffer.from(sealed, "base64url");
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

describe("a vault", () => {
  it("gives back every text that it sealed", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => vault.open(vault.seal(text)) === text));
    expect(vault.open(vault.seal(""))).toBe("");
  });

  it("seals the same text differently each time and shows nothing of it", () => {
    const [one, two] = [vault.seal("hooks.slack.com/secret"), vault.seal("hooks.slack.com/secret")];
    expect(one).not.toBe(two);
    expect(Buffer.from(one, "base64url").toString("latin1")).not.toContain("secret");
  });

  it("refuses a text that was changed anywhere", () => {
    const sealed = vault.seal("secret");
    const { length } = Buffer.from(sealed, "base64url");
    for (let index = 0; index < length; index++) {
      expect(() => vault.open(withFlippedBit(sealed, index)), `byte ${index}`).toThrow();
    }
  });

  it("refuses a text that was cut, even down to a part of its tag", () => {
    const bytes = Buffer.from(vault.seal(""), "base64url");
    for (let length = 0; length < bytes.length; length++) {
      expect(() => vault.open(bytes.subarray(0, length).toString("base64url")), `${length} bytes`).toThrow();
    }
  });

  it("refuses a text that was sealed with another master key", () => {
    expect(() => createVault(randomBytes(32)).open(vault.seal("secret"))).toThrow();
  });

  it("gives the same code to the same value under the same key, and to nothing else", () => {
    const masterKey = randomBytes(32);
    expect(createVault(masterKey).code("value")).toBe(createVault(masterKey).code("value"));
    expect(vault.code("value")).toMatch(/^[0-9a-f]{64}$/);
    expect(vault.code("value")).not.toBe(vault.code("Value"));
    expect(vault.code("value")).not.toBe(createVault(masterKey).code("value"));
  });

  it("has a fingerprint that tells master keys apart without being a part of them", () => {
    const masterKey = randomBytes(32);
    const { fingerprint } = createVault(masterKey);
    expect(createVault(masterKey).fingerprint).toBe(fingerprint);
    expect(fingerprint).not.toBe(vault.fingerprint);
    expect(masterKey.toString("hex")).not.toContain(fingerprint);
  });
});

describe("sameText", () => {
  it("is true for equal texts only", () => {
    expect(sameText("abc", "abc")).toBe(true);
    expect(sameText("", "")).toBe(true);
    expect(sameText("abc", "abd")).toBe(false);
    expect(sameText("abc", "abcd")).toBe(false);
    expect(sameText("é", "e")).toBe(false);
  });
});

describe("a masked UUID", () => {
  const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

  it("is found again from its mask, for the same use only", () => {
    fc.assert(fc.property(fc.uuid(), (id) => vault.unmask(vault.mask(id, "badge"), "badge") === id));
    expect(vault.mask(uuid, "badge")).toMatch(/^[0-9a-f]{32}$/);
    expect(vault.mask(uuid, "badge")).toBe(vault.mask(uuid, "badge"));
    expect(vault.unmask(vault.mask(uuid, "badge"), "page")).not.toBe(uuid);
    expect(createVault(randomBytes(32)).unmask(vault.mask(uuid, "badge"), "badge")).not.toBe(uuid);
  });

  it("shows nothing of the UUID: one other bit makes another mask altogether", () => {
    const digits = (id: string): readonly string[] => vault.mask(id, "badge").split("");
    const [one, other] = [digits(uuid), digits(uuid.replace(/e$/, "f"))];
    expect(one.filter((digit, index) => digit === other[index]).length).toBeLessThan(16);
  });

  it("is nothing at all when it is not 32 hex digits, and only a UUID gets one", () => {
    for (const text of ["", "0", uuid, vault.mask(uuid, "badge").toUpperCase(), `${vault.mask(uuid, "badge")}0`]) {
      expect(vault.unmask(text, "badge")).toBeNull();
    }
    expect(() => vault.mask("my-monitor", "badge")).toThrow("UUID");
  });
});
