import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createConnect } from "./connect.ts";
import { createHttpClient } from "./guarded-http-client.ts";
import type { HttpRequest } from "./http-client.ts";

const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (handler: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(handler))}`;

function client(options: { timeoutMs?: number; outgoing?: "private" | "public" } = {}) {
  const http = createHttpClient(createConnect({ outgoing: options.outgoing ?? "private" }), options);
  closers.push(() => http.close());
  return http;
}

describe("createHttpClient", () => {
  it("sends method, path, query, headers and body, and brings the answer", async () => {
    const url = await serve(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.setHeader("X-Seen", ["one", "two"]);
      response.statusCode = 201;
      response.end(JSON.stringify({ method: request.method, url: request.url, tag: request.headers["x-tag"], body }));
    });
    const result = await client().request({
      method: "post",
      url: `${url}/a%20b?c=d#gone`,
      headers: { "X-Tag": "t" },
      body: "héllo",
    });
    expect(result).toMatchObject({ kind: "answer", status: 201, headers: { "x-seen": "one, two" } });
    const seen = result.kind === "answer" ? JSON.parse(result.body) : null;
    expect(seen).toEqual({ method: "POST", url: "/a%20b?c=d", tag: "t", body: "héllo" });
  });

  it("sends credentials in the URL as basic authorization", async () => {
    const url = await serve((request, response) => response.end(request.headers.authorization));
    const result = await client().request({ method: "GET", url: url.replace("//", "//us%C3%A9r:p%40ss%@") });
    expect(result).toMatchObject({ body: `Basic ${Buffer.from("usér:p@ss%").toString("base64")}` });
  });

  it("follows no redirect", async () => {
    let visits = 0;
    const url = await serve((_request, response) => {
      visits += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await client().request({ method: "GET", url })).toMatchObject({ kind: "answer", status: 302 });
    expect(visits).toBe(1);
  });

  it("reads no more than it was told and cuts between characters", async () => {
    const url = await serve((_request, response) => response.end("é".repeat(100_000)));
    const result = await client().request({ method: "GET", url, maxBytes: 11 });
    expect(result).toMatchObject({ kind: "answer", status: 200, body: "ééééé" });
  });

  it("reads 64 kB of an answer that never ends", async () => {
    const url = await serve((_request, response) => {
      const more = (): void => {
        while (response.write("x".repeat(16_384)));
        response.once("drain", more);
      };
      more();
    });
    const result = await client().request({ method: "GET", url });
    expect(result.kind === "answer" && result.body.length).toBe(65_536);
  });

  it("leaves the connection usable for the next request", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
    });
    const http = client();
    for (let n = 0; n < 20; n++) await http.request({ method: "POST", url, body: "x" });
    // Two, because a result is given out a moment before its connection is free again.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it("gives up a target that never answers: it may have received the request", async () => {
    const url = await serve(() => {});
    const result = await client({ timeoutMs: 50 }).request({ method: "POST", url: `${url}/secret-path?key=secret` });
    expect(result).toEqual({
      kind: "failed",
      why: "broken",
      reason: `No complete answer from ${url.slice(7)} within 0.05 s.`,
    });
  });

  it("gives up an answer that drips", async () => {
    const url = await serve((_request, response) => void response.write("a"));
    const result = await client().request({ method: "GET", url, timeoutMs: 50 });
    expect(result).toMatchObject({ kind: "failed", why: "broken" });
  });

  it("tells a connection that broke after the request from one that was never made", async () => {
    const port = await listen(createTcpServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
    const http = client();
    expect(await http.request({ method: "POST", url: `http://127.0.0.1:${port}/`, body: "x" })).toEqual({
      kind: "failed",
      why: "broken",
      reason: `The exchange with 127.0.0.1:${port} broke: the other side closed the connection.`,
    });
    await closers.shift()?.();
    expect(await http.request({ method: "POST", url: `http://127.0.0.1:${port}/`, body: "x" })).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: `Could not connect to 127.0.0.1:${port}: the connection was refused.`,
    });
  });

  it("says that the other side does not speak HTTP", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("220 mail.example.com ESMTP\r\n")));
    const result = await client().request({ method: "GET", url: `http://127.0.0.1:${port}/` });
    expect(result).toMatchObject({
      why: "broken",
      reason: `The exchange with 127.0.0.1:${port} broke: it does not speak HTTP there.`,
    });
  });

  it("counts a connection that is not made in time as nothing sent", async () => {
    const connect = createConnect({ outgoing: "private", lookup: () => new Promise(() => {}), timeoutMs: 60_000 });
    const http = createHttpClient(connect);
    closers.push(() => http.close());
    const result = await http.request({ method: "GET", url: "http://slow.test/", timeoutMs: 30 });
    expect(result).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: "No connection to slow.test was free within 0.03 s.",
    });
  });

  it("passes on what the guard refuses", async () => {
    const result = await client({ outgoing: "public" }).request({ method: "GET", url: "http://127.0.0.1:1/" });
    expect(result).toMatchObject({ kind: "failed", why: "refused-address" });
    const metadata = await client().request({ method: "GET", url: "http://0xa9fea9fe/latest/meta-data" });
    expect(metadata).toMatchObject({ kind: "failed", why: "refused-address" });
  });

  const url = "http://127.0.0.1/";
  const unsendable: readonly { readonly name: string; readonly request: HttpRequest }[] = [
    { name: "no URL at all", request: { method: "GET", url: "not a url" } },
    { name: "another scheme", request: { method: "GET", url: "file:///etc/passwd" } },
    { name: "a method with a space", request: { method: "GET /", url } },
    { name: "a header with a line break", request: { method: "GET", url, headers: { a: "x\r\nb: y" } } },
    { name: "a header name with a colon", request: { method: "GET", url, headers: { "a:b": "x" } } },
    { name: "a header outside Latin-1", request: { method: "GET", url, headers: { a: "日本" } } },
    { name: "a header of the connection", request: { method: "GET", url, headers: { "Content-Length": "3" } } },
  ];
  it.each(unsendable)("refuses $name without sending anything", async ({ request }) => {
    const http = createHttpClient(() => Promise.reject(new Error("must not connect")));
    expect(await http.request(request)).toMatchObject({ kind: "failed", why: "invalid-request" });
  });
});
