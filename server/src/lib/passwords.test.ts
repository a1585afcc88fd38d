import { argon2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "./passwords.ts";

describe("a password that is kept", () => {
  it("is known again, and no other is", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(await isPassword("correct horse battery", hash)).toBe(true);
    expect(await isPassword("correct horse batterz", hash)).toBe(false);
    expect(await isPassword("", hash)).toBe(false);
  });

  it("is kept as argon2id with a salt of its own each time", async () => {
    const [one, other] = await Promise.all([hashPassword("the same twice"), hashPassword("the same twice")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
  });

  it("is the same however its letters are composed", async () => {
    const hash = await hashPassword("schlüssel-für-alles".normalize("NFD"));
    expect(await isPassword("schlüssel-für-alles".normalize("NFC"), hash)).toBe(true);
  });

  it("is known again when it was kept at another cost", async () => {
    const nonce = Buffer.from("somesaltsomesalt");
    const cost = { memory: 64, passes: 1, parallelism: 2 };
    const tag = argon2Sync("argon2id", { message: "password", nonce, tagLength: 32, ...cost });
    const [salt, hash] = [nonce, tag].map((bytes) => bytes.toString("base64").replace(/=+$/, ""));
    expect(await isPassword("password", `$argon2id$v=19$m=64,t=1,p=2$${salt}$${hash}`)).toBe(true);
  });

  it.each([null, "", "plain text", "$argon2id$v=19$m=19456$broken"])(
    "is never right where there is none: %s",
    async (hash) => {
      expect(await isPassword("anything at all", hash)).toBe(false);
    },
  );
});
