import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findNginx, startPingerNginx } from "./start-nginx.ts";

const bin = findNginx();
const why = bin === null ? " (skipped: no nginx on this machine; Debian's is in nginx-light)" : "";

describe.skipIf(bin === null)(`The pinger behind nginx${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-nginx-"));
  let pinger: Server;
  let nginx: Awaited<ReturnType<typeof startPingerNginx>>;

  beforeAll(async () => {
    // Tells what arrives; what the pinger makes of it is told in server/test/whole/pinger.test.ts.
    pinger = createServer((asked, answer) => void answer.writeHead(500).end(asked.url));
    pinger.listen(0, "127.0.0.1");
    await once(pinger, "listening");
    nginx = await startPingerNginx(bin ?? "", folder, (pinger.address() as AddressInfo).port);
  });
  afterAll(async () => {
    await nginx.stop();
    pinger.close();
    rmSync(folder, { recursive: true });
  });

  /** Asks for a path as it is written. */
  async function ask(path: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
    const headers = { Host: "pinger.example.org", Referer: "http://pinger.example.org/?secret" };
    const sent = request({ host: "127.0.0.1", port: nginx.httpPort, path, headers, agent: false }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer) };
  }

  it("takes the shipped file without a complaint", () => {
    expect(nginx.verdict).toContain("test is successful");
    expect(nginx.verdict).not.toMatch(/\[(?:warn|error|emerg)\]/);
  });

  it.each([
    "/",
    "/task/http://job.test:8080/report?token=secret",
    "/task/http%3A%2F%2Fjob.test%2Freport%3Ftoken%3Dsecret",
  ])("hands %s on as it was typed, with the pinger's own status", async (path) => {
    expect(await ask(path)).toEqual({ status: 500, body: path });
  });

  it("gives Let's Encrypt its proof", async () => {
    mkdirSync(join(nginx.webroot, ".well-known/acme-challenge"), { recursive: true });
    writeFileSync(join(nginx.webroot, ".well-known/acme-challenge/proof"), "proven");
    expect(await ask("/.well-known/acme-challenge/proof")).toEqual({ status: 200, body: "proven" });
  });

  it("logs which page was asked for, never the address of a task", async () => {
    await ask("/task/http://job.test/secret");
    await ask("/secret");
    const log = nginx.logs()["watchbell-pinger.access.log"] ?? "";
    const paths = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).path);
    expect(paths.slice(-2)).toEqual(["/task/***", "/***"]);
    expect(Object.values(nginx.logs()).join("\n")).not.toMatch(/secret|job\.test/);
  });
});
