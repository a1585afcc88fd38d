import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "../../test/contracts/http-vendor.ts";
import { createFetchHttpClient } from "./fetch-http-client.ts";

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = createFetchHttpClient(fetch);

describe("the HTTP client on fetch", () => {
  it("sends method, path, query, headers and body, and brings the answer", async () => {
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString("hex");
      response.setHeader("X-Seen", "yes");
      response.statusCode = 201;
      const { method, url: path, headers } = request;
      response.end(JSON.stringify({ method, path, agent: headers["user-agent"], tag: headers["x-tag"], body }));
    });
    const body = new Uint8Array([0, 255, 128]);
    const result = await http.request({
      method: "post",
      url: `${url}/a%20b?c=d#gone`,
      headers: { "X-Tag": "t" },
      body,
    });
    expect(result).toMatchObject({ kind: "answer", status: 201, headers: { "x-seen": "yes" } });
    const seen = result.kind === "answer" ? JSON.parse(result.body) : null;
    expect(seen).toEqual({ method: "POST", path: "/a%20b?c=d", agent: "Watchbell", tag: "t", body: "00ff80" });
  });

  it("sends credentials in the URL as basic authorization", async () => {
    const url = await serve((request, response) => response.end(request.headers.authorization));
    const result = await http.request({ method: "GET", url: url.replace("//", "//ann:sesame@") });
    expect(result).toMatchObject({ body: `Basic ${Buffer.from("ann:sesame").toString("base64")}` });
  });

  it("follows no redirect", async () => {
    let visits = 0;
    const url = await serve((_request, response) => {
      visits += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await http.request({ method: "POST", url, body: "x" })).toMatchObject({ kind: "answer", status: 302 });
    expect(visits).toBe(1);
  });

  it("keeps no connection, because one that slept in a frozen function is dead", async () => {
    const said: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      said.push(request.headers.connection);
      response.end("ok");
    });
    await http.request({ method: "GET", url });
    await http.request({ method: "GET", url });
    expect(said).toEqual(["close", "close"]);
  });

  it("reads no more than it was told and cuts between characters", async () => {
    const url = await serve((_request, response) => response.end("é".repeat(100_000)));
    const result = await http.request({ method: "GET", url, maxBytes: 11 });
    expect(result).toMatchObject({ kind: "answer", status: 200, body: "ééééé" });
  });

  it("gives up on a target that does not answer, and on one that never ends", async () => {
    const silent = await serve(() => {});
    const endless = await serve((_request, response) => void response.write("x"));
    for (const url of [silent, endless]) {
      expect(await http.request({ method: "GET", url: `${url}/s3cret`, timeoutMs: 50 })).toEqual({
        kind: "failed",
        why: "broken",
        reason: `No complete answer from ${new URL(url).host} within 0.05 s.`,
      });
    }
  });

  it("tells what was certainly not sent from what may have arrived", async () => {
    const host = `127.0.0.1:${await freePort()}`;
    expect(await http.request({ method: "GET", url: `http://${host}/s3cret` })).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: `Could not connect to ${host}: the connection was refused.`,
    });
    const url = await serve((request) => request.socket.resetAndDestroy());
    expect(await http.request({ method: "POST", url: `${url}/s3cret`, body: "x" })).toEqual({
      kind: "failed",
      why: "broken",
      reason: `The exchange with ${new URL(url).host} broke: the other side closed the connection.`,
    });
  });

  it("refuses what cannot be sent, before anything is", async () => {
    const refused = { kind: "failed", why: "invalid-request" };
    expect(await http.request({ method: "GET", url: "ftp://a.test/" })).toMatchObject(refused);
    expect(await http.request({ method: "GET", url: "nowhere" })).toMatchObject(refused);
    expect(await http.request({ method: "GET", url: "http://a.test/", headers: { a: "b\r\nc: d" } })).toMatchObject(
      refused,
    );
  });
});
