import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { resultOf } from "./http-result.ts";

describe("an answer as a function gives it", () => {
  it("is text when it is text, whatever letters there are", async () => {
    const headers = { "Content-Type": "application/json", "X-A": "b" };
    expect(await resultOf(new Response('{"ä":"✓"}', { status: 201, headers }))).toEqual({
      statusCode: 201,
      headers: { "content-type": "application/json", "x-a": "b" },
      cookies: [],
      body: '{"ä":"✓"}',
      isBase64Encoded: false,
    });
  });

  it("is base64 when it is no text: packed, a picture, or bytes that call themselves text", async () => {
    for (const bytes of [gzipSync("hello"), Buffer.from([0x89, 0x50, 0xff]), Buffer.from("Größe", "latin1")]) {
      const headers = { "Content-Type": "text/plain" };
      const { body, isBase64Encoded } = await resultOf(new Response(new Uint8Array(bytes), { headers }));
      expect([Buffer.from(body, "base64"), isBase64Encoded]).toEqual([bytes, true]);
    }
  });

  it("sets each cookie by itself", async () => {
    const response = new Response(null, { status: 204 });
    response.headers.append("Set-Cookie", "a=1; Expires=Sat, 21 Nov 2026 05:00:00 GMT");
    response.headers.append("Set-Cookie", "b=2");
    const { cookies, headers, body } = await resultOf(response);
    expect(cookies).toEqual(["a=1; Expires=Sat, 21 Nov 2026 05:00:00 GMT", "b=2"]);
    expect([headers, body]).toEqual([{}, ""]);
  });
});
