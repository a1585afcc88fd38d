import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blankSecrets, blankSecretsDeep, secretsIn } from "./blank-secrets.ts";

describe("blankSecrets", () => {
  it("blanks every occurrence and leaves the rest", () => {
    expect(blankSecrets("key s3cret! again s3cret!", ["s3cret!"])).toBe("key *** again ***");
  });

  it("leaves secrets under four characters: they would blank ordinary words", () => {
    expect(blankSecrets("a rat ran", ["ra", "at", ""])).toBe("a rat ran");
  });

  it("blanks a secret that holds another one as a whole", () => {
    expect(blankSecrets("pass-word", ["pass", "pass-word"])).toBe("***");
  });

  it("blanks it in every form in which a target may echo it", () => {
    const secret = 'p@ss/w"ö rd';
    const forms = [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase().replace("%c3%b6", "%c3%b6"),
      encodeURIComponent(secret).replaceAll("%20", "+"),
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
    ];
    for (const form of forms) expect(blankSecrets(`[${form}]`, [secret])).toMatch(/^\[\*\*\*=*\]$/);
  });

  it("leaves nothing to decode of a secret inside longer base64", () => {
    const text = fc.string({ minLength: 0, maxLength: 9 });
    fc.assert(
      fc.property(text, fc.stringMatching(/^[A-Za-z0-9/+-]{6,40}$/), text, (before, secret, after) => {
        const echoed = Buffer.from(before + secret + after).toString("base64");
        const left = blankSecrets(echoed, [secret]);
        expect(left).toContain("***");
        expect(left.length).toBeLessThan(echoed.length);
      }),
    );
  });

  it("reaches into fields and errors for the log", () => {
    const fields = { url: "to hunter22", list: ["hunter22", 7, null], error: new Error("no hunter22"), hunter22: true };
    expect(blankSecretsDeep(fields, ["hunter22"])).toEqual({
      url: "to ***",
      list: ["***", 7, null],
      error: "Error: no ***",
      "***": true,
    });
  });
});

describe("secretsIn", () => {
  it("collects every string but those under a public name", () => {
    const credentials = {
      host: "smtp.example.com",
      username: "bell",
      password: "open sesame",
      to: ["ops@example.com"],
    };
    const secrets = secretsIn(credentials, ["host", "to"]);
    expect(secrets).toEqual(["bell", "open sesame"]);
  });

  it("knows the parts of a URL that are secrets by themselves", () => {
    const url = "https://user:pass%20word@hooks.example.com/services/T000/B000/abcdef1234567890?key=long-key";
    const secrets = secretsIn({ url });
    const path = "/services/T000/B000/abcdef1234567890";
    for (const part of [url, `${path}?key=long-key`, path, "user", "pass word", "long-key", "abcdef1234567890"]) {
      expect(secrets).toContain(part);
    }
    expect(secrets).not.toContain("services");
    expect(blankSecrets("no answer from mail2.example.com", secretsIn("smtp://mail2.example.com"))).toContain("mail2");
  });

  it("knows the token inside a header or a body", () => {
    const credentials = {
      headers: { Authorization: "Bearer abc123def456" },
      body: '{"token":"tok-999-zzz","text":"an ordinary notification"}',
    };
    const secrets = secretsIn(credentials);
    expect(secrets).toContain("abc123def456");
    expect(secrets).toContain("tok-999-zzz");
    expect(secrets).not.toContain("notification");
  });

  it("takes anything that is not credentials without throwing", () => {
    for (const value of [null, undefined, 7, true, []]) expect(secretsIn(value)).toEqual([]);
  });
});
