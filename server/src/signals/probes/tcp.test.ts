import { afterEach, describe, expect, it } from "vitest";
import { testProbe } from "../../../test/contracts/probe.ts";
import { createProbeStage } from "../../../test/probe-stage.ts";
import { type RudeServer, serveTcp } from "../../../test/rude-server.ts";

testProbe({ kind: "tcp", at: (host, port) => ({ type: "tcp", host, port }), waitsForWords: false });

const { look } = createProbeStage();

describe("a TCP port", () => {
  let server: RudeServer;
  afterEach(() => server.close());

  it("is ok when the connection stands", async () => {
    server = await serveTcp(() => {});
    expect(await look({ type: "tcp", host: "127.0.0.1", port: server.port })).toMatchObject({
      verdict: "ok",
      reason: expect.stringMatching(/^connected in \d+ ms$/),
    });
  });

  it("may have to say a word by itself, or as an answer", async () => {
    server = await serveTcp((socket) => {
      socket.write("220 mail.test ESMTP\r\n");
      socket.on("data", (chunk) => socket.write(chunk.toString() === "PING\r\n" ? "PONG" : "?"));
    });
    const at = { type: "tcp", host: "127.0.0.1", port: server.port, timeoutMs: 300 };
    expect(await look({ ...at, conditions: [{ type: "keyword", text: "ESMTP" }] })).toMatchObject({ verdict: "ok" });
    const pong = { send: "PING\r\n", conditions: [{ type: "keyword", text: "PONG" }] };
    expect(await look({ ...at, ...pong })).toMatchObject({ verdict: "ok" });
    expect(await look({ ...at, conditions: [{ type: "keyword", text: "IMAP" }] })).toMatchObject({
      reason: 'the text "IMAP" is missing',
    });
    expect(await look({ ...at, conditions: [{ type: "keyword", text: "ESMTP", absent: true }] })).toMatchObject({
      reason: 'the text "ESMTP" is there, expected not to be',
    });
  });

  it("that closes without the word is an error", async () => {
    server = await serveTcp((socket) => socket.end());
    const typed = { type: "tcp", host: "127.0.0.1", port: server.port, conditions: [{ type: "keyword", text: "hi" }] };
    expect(await look(typed)).toMatchObject({ reason: "the other side closed the connection without a word" });
  });
});
