import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { managementRoutes } from "../../src/http/management-routes.ts";
import { type ChildServer, startChildServer } from "../child-server.ts";
import { createTestApp } from "../test-app.ts";
import { findNginx, type Nginx, SITE_NAME, startNginx } from "./start-nginx.ts";

const bin = findNginx();
const why = bin === null ? " (skipped: no nginx on this machine; Debian's is in nginx-light)" : "";
const API_KEY = "wbw_hosting-write-key-0";
const PING_KEY = "hostingpingkey000000";
const CA = readFileSync(new URL("../fixtures/tls/localhost.crt", import.meta.url));
const ALL_OF_LOOPBACK = process.platform === "linux";

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The address to come from, one of loopback's many. */
  readonly from?: string;
}

/** Sends a request as it is written: nothing in the path is tidied up. */
async function open(port: number, path: string, asked: Asked & { readonly tls: boolean }): Promise<IncomingMessage> {
  const options = {
    host: "127.0.0.1",
    port,
    path,
    method: asked.method ?? (asked.body === undefined ? "GET" : "POST"),
    headers: { Host: SITE_NAME, ...asked.headers },
    agent: false,
    ...(asked.from !== undefined && { localAddress: asked.from }),
  };
  const sent = asked.tls ? overHttps({ ...options, ca: CA, servername: "localhost" }) : overHttp(options);
  sent.end(asked.body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return answer;
}

async function ask(port: number, path: string, asked: Asked & { readonly tls: boolean }): Promise<Answer> {
  const answer = await open(port, path, asked);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

describe.skipIf(bin === null)(`Watchbell behind nginx${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-nginx-"));
  let server: ChildServer;
  let nginx: Nginx;
  let monitorId: string;

  const https = (path: string, asked: Asked = {}) => ask(nginx.httpsPort, path, { ...asked, tls: true });
  const http = (path: string, asked: Asked = {}) => ask(nginx.httpPort, path, { ...asked, tls: false });
  const api = async (path: string, asked: Asked = {}) => {
    const answer = await https(`/api/v1${path}`, { ...asked, headers: { "X-Api-Key": API_KEY, ...asked.headers } });
    return { ...answer, json: JSON.parse(answer.body) };
  };
  /** Asks for these one after another and says what the access log calls them. */
  const loggedPaths = async (paths: readonly string[], headers: Readonly<Record<string, string>> = {}) => {
    const mark = randomUUID();
    for (const path of paths) await https(path, { headers: { ...headers, "User-Agent": mark } });
    const logged = () => (nginx.logs()["watchbell.access.log"] ?? "").split("\n").filter((line) => line.includes(mark));
    await expect.poll(() => logged().length).toBe(paths.length);
    return logged().map((line): unknown => JSON.parse(line).path);
  };

  beforeAll(async () => {
    const env = {
      WATCHBELL_BOOTSTRAP_API_KEY: API_KEY,
      WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY,
      WATCHBELL_TRUSTED_PROXIES: "127.0.0.1",
    };
    server = await startBehind(env);
    nginx = await startNginx(bin ?? "", folder, Number(new URL(server.url).port));
    monitorId = (await api("/monitors")).json.monitors[0].id;
  });
  afterAll(async () => {
    await nginx.stop();
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  });

  async function startBehind(env: Readonly<Record<string, string>>): Promise<ChildServer> {
    return await startChildServer({ dataDir: join(folder, "data"), env });
  }

  it("takes the shipped files without a complaint", () => {
    expect(nginx.verdict).toContain("test is successful");
    expect(nginx.verdict).not.toMatch(/\[(?:warn|error|emerg)\]/);
  });

  it.runIf(ALL_OF_LOOPBACK)(
    "tells who the client is and that it came over https, whatever it says itself",
    async () => {
      const lies = { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http" };
      expect(await https(`/ping/${monitorId}`, { from: "127.0.0.2", headers: lies })).toMatchObject({ status: 200 });
      const { json } = await api(`/monitors/${monitorId}/pings`);
      expect(json.pings[0]).toMatchObject({ remoteAddress: "127.0.0.2", scheme: "https" });
      await https("/api/v1/monitors", { from: "127.0.0.3", headers: { ...lies, "X-Api-Key": "wbw_wrong" } });
      await expect.poll(() => server.output()).toMatch(/"client":"127\.0\.0\.3".*wrong key/);
    },
  );

  it("serves alarms on port 80 itself, without a redirect", async () => {
    const path = "/v1/alarms/generic/no-such-token";
    const asked = { body: '{"state":"firing"}', headers: { "Content-Type": "application/json" } };
    const direct = await ask(Number(new URL(server.url).port), path, { ...asked, tls: false });
    const { status, body } = await http(path, asked);
    expect([status, body]).toEqual([direct.status, direct.body]);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ["GET", "/"],
    ["POST", "/ping/0b7e6e3c-0000-4000-8000-000000000000/start?rid=1"],
    ["POST", "/v1/alarmsandmore"],
    ["POST", "/v1/alarms/../notifications/ops/alerts"],
    ["GET", "/v1/alarms/%2e%2e/%2e%2e/api/v1/monitors"],
    ["PUT", "/api/v1/channels/ops/topics/alerts"],
    ["GET", "/heartbeat/key/pulse?host=a%20b&name=c"],
  ])("redirects %s %s on port 80 to https, with method, path and query", async (method, path) => {
    const { status, headers } = await http(path, { method, headers: { Host: "evil.example" } });
    expect([status, headers.location]).toEqual([308, `https://${SITE_NAME}${path}`]);
  });

  it("gives Let's Encrypt its proof on port 80", async () => {
    mkdirSync(join(nginx.webroot, ".well-known/acme-challenge"), { recursive: true });
    writeFileSync(join(nginx.webroot, ".well-known/acme-challenge/proof"), "proven");
    expect(await http("/.well-known/acme-challenge/proof")).toMatchObject({ status: 200, body: "proven" });
  });

  it("lets a ping with a long body through, and refuses a long body elsewhere", async () => {
    const body = Buffer.alloc(5_000_000, "x");
    expect(await https(`/ping/${monitorId}`, { body })).toMatchObject({ status: 200, body: "OK" });
    expect(await http("/v1/alarms/generic/token", { body })).toMatchObject({ status: 413 });
    const { status } = await https("/api/v1/monitors", { body, headers: { "X-Api-Key": API_KEY } });
    expect(status).toBe(413);
  });

  it("logs which address was asked without the secrets in it", async () => {
    const uuid = "0b7e6e3c-1111-4222-8333-444455556666";
    const asked = [
      [`/ping/${uuid}`, "/ping/***"],
      [`/ping/${uuid}/fail?rid=secret-query`, "/ping/***/fail"],
      [`/%70ing/${uuid}/7`, "/ping/***/7"],
      [`//ping//${uuid}`, "/ping/***"],
      [`/x/../ping/${uuid}`, "/ping/***"],
      [`/ping/${PING_KEY}/nightly-backup`, "/ping/***"],
      [`/ping/${PING_KEY}/nightly-backup/start?create=1`, "/ping/***/start"],
      ["/v1/alarms/cloudmonitor/secret-token", "/v1/alarms/cloudmonitor/***"],
      ["/v1/alarms/secret-token", "/***"],
      [`/heartbeat/${PING_KEY}/pulse?host=a&secret=secret-query`, "/heartbeat/***/pulse"],
      ["/heartbeat/dashboard?secret=secret-query", "/heartbeat/***/dashboard"],
      ["/dev/notify/secret-token", "/***/notify/***"],
      ["/v1/notifications/ops/alerts?x=secret-query", "/v1/notifications/ops/alerts"],
      [`/api/v1/monitors/${uuid}`, "/api/v1/monitors/***"],
      ["/api/v1/keys?page=secret-query", "/api/v1/keys"],
      ["/api/docs/start.js", "/api/docs/start.js"],
      ["/healthz", "/healthz"],
      ["/setup/secret-token", "/***"],
    ] as const;
    const headers = { Referer: `https://${SITE_NAME}/heartbeat/dashboard?secret=secret-query` };
    const paths = await loggedPaths(
      asked.map(([path]) => path),
      headers,
    );
    expect(paths).toEqual(asked.map(([, logged]) => logged));
    await http(`/ping/${uuid}?x=secret-query`, { headers });
    await http("/v1/alarms/generic/secret-token", { headers });
    expect(Object.values(nginx.logs()).join("\n")).not.toMatch(/0b7e6e3c|secret-|nightly|hostingpingkey/);
  });

  it("logs every route of the management API by the name of its resource", async () => {
    const test = await createTestApp();
    const routes = managementRoutes(test.app).map(({ path }) => path);
    await test.close();
    const paths = await loggedPaths(routes.map((path) => `/api/v1${path.replace(/\{\w+\}/g, "secret-id")}`));
    expect(paths).toEqual(
      routes.map((path) => `/api/v1/${path.split("/")[1]}${path.lastIndexOf("/") > 0 ? "/***" : ""}`),
    );
  });

  it("keeps the secrets out of its logs when Watchbell is away, and finds it when it is back", async () => {
    const env = { WATCHBELL_PORT: new URL(server.url).port, WATCHBELL_TRUSTED_PROXIES: "127.0.0.1" };
    await server.kill("SIGTERM");
    expect(await https(`/ping/${monitorId}?x=secret-query`, { body: "x" })).toMatchObject({ status: 502 });
    expect(await http("/v1/alarms/generic/secret-token", { body: "x" })).toMatchObject({ status: 502 });
    expect(Object.values(nginx.logs()).join("\n")).not.toContain(monitorId);
    expect(Object.values(nginx.logs()).join("\n")).not.toContain("secret-");
    server = await startBehind(env);
    expect(await https(`/ping/${monitorId}`)).toMatchObject({ status: 200, body: "OK" });
  });
});

describe.skipIf(bin === null)(`A stream of events behind nginx${why}`, () => {
  it("shows each event when it happens, not when the stream ends", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchbell-nginx-"));
    const finish = Promise.withResolvers<void>();
    const source = createServer(async (_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: first\n\n");
      await finish.promise;
      response.end("data: last\n\n");
    });
    source.listen(0, "127.0.0.1");
    await once(source, "listening");
    const nginx = await startNginx(bin ?? "", folder, (source.address() as AddressInfo).port);
    try {
      const answer = await open(nginx.httpsPort, "/events", { tls: true });
      const [first] = await once(answer, "data");
      expect(String(first)).toBe("data: first\n\n");
      finish.resolve();
      expect(await text(answer)).toBe("data: last\n\n");
    } finally {
      await nginx.stop();
      source.close();
      rmSync(folder, { recursive: true });
    }
  });
});
