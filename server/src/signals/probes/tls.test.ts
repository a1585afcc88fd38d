import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testProbe } from "../../../test/contracts/probe.ts";
import { createProbeStage } from "../../../test/probe-stage.ts";
import { type RudeServer, serveHttp, trustTestCertificates } from "../../../test/rude-server.ts";

testProbe({ kind: "tls", at: (host, port) => ({ type: "tls", host, port }), waitsForWords: true });

const { look } = createProbeStage();
let distrust = (): void => {};
beforeAll(() => {
  distrust = trustTestCertificates();
});
afterAll(() => distrust());

describe("a certificate", () => {
  let server: RudeServer;
  afterEach(() => server.close());

  it("is ok when it is valid for this name and long enough", async () => {
    server = await serveHttp((_, response) => response.end(), "localhost");
    const at = {
      type: "tls",
      host: "127.0.0.1",
      port: server.port,
      conditions: [{ type: "certificate", minDays: 30 }],
    };
    expect(await look(at)).toMatchObject({
      verdict: "ok",
      reason: expect.stringMatching(/^certificate valid for \d+ days$/),
      details: { subject: "Watchbell tests", issuer: "Watchbell tests", protocol: "TLSv1.3" },
    });
    expect(
      await look({ ...at, conditions: [{ type: "certificate", minDays: 3_650 }], serverName: "bell.test" }),
    ).toMatchObject({
      verdict: "ok",
    });
  });

  it("that has expired tells since when, with all that it says of itself", async () => {
    server = await serveHttp((_, response) => response.end(), "expired");
    expect(await look({ type: "tls", host: "127.0.0.1", port: server.port })).toMatchObject({
      verdict: "error",
      reason: "its certificate has expired",
      details: { validTo: "2021-01-01T00:00:00Z", certificateDaysLeft: expect.any(Number) },
    });
  });

  it("for another name is an error", async () => {
    server = await serveHttp((_, response) => response.end(), "localhost");
    expect(await look({ type: "tls", host: "127.0.0.1", port: server.port, serverName: "other.test" })).toMatchObject({
      verdict: "error",
      reason: "its certificate is for another name",
    });
  });

  it("that nobody vouches for is an error", async () => {
    distrust();
    server = await serveHttp((_, response) => response.end(), "localhost");
    const outcome = await look({ type: "tls", host: "127.0.0.1", port: server.port });
    distrust = trustTestCertificates();
    expect(outcome).toMatchObject({ verdict: "error", reason: "its certificate is signed by itself" });
  });
});
