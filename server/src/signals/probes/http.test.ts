import type { RequestListener } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testProbe } from "../../../test/contracts/probe.ts";
import { createProbeStage } from "../../../test/probe-stage.ts";
import { type RudeServer, serveHttp, trustTestCertificates } from "../../../test/rude-server.ts";
import { ProbeInput } from "./registry.ts";

testProbe({
  kind: "http",
  at: (host, port) => ({ type: "http", url: `http://${host}:${port}/` }),
  waitsForWords: true,
});

const { look } = createProbeStage();
const servers: RudeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(listener: RequestListener, certificate?: "localhost" | "expired"): Promise<string> {
  const server = await serveHttp(listener, certificate);
  servers.push(server);
  return `${certificate ? "https" : "http"}://127.0.0.1:${server.port}`;
}

const says =
  (status: number, body = "", headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe("the status", () => {
  it("is expected to be 2xx, and an error tells the one that came", async () => {
    const url = await serve(says(502));
    expect(await look({ type: "http", url })).toMatchObject({
      verdict: "error",
      reason: "status 502, expected 2xx",
      details: { status: 502 },
    });
  });

  it("may be said otherwise: single ones, classes and ranges", async () => {
    const url = await serve(says(404));
    const expecting = (...wanted: string[]) =>
      look({ type: "http", url, conditions: [{ type: "status", in: wanted }] });
    expect(await expecting("301", "404")).toMatchObject({ verdict: "ok" });
    expect(await expecting("400-410")).toMatchObject({ verdict: "ok" });
    expect(await expecting("2xx", "301")).toMatchObject({ reason: "status 404, expected 2xx or 301" });
  });

  it("is told with how long each part took", async () => {
    const url = await serve(says(200));
    const { verdict, reason, timings } = await look({ type: "http", url });
    expect([verdict, reason]).toEqual(["ok", expect.stringMatching(/^status 200 in \d+ ms$/)]);
    expect(timings).toMatchObject({ dnsMs: null, tlsMs: null });
    expect(timings.connectMs).toBeGreaterThan(0);
    expect(timings.firstByteMs).toBeGreaterThan(0);
    expect(timings.totalMs).toBeGreaterThanOrEqual((timings.connectMs ?? 0) + (timings.firstByteMs ?? 0) - 0.2);
  });
});

describe("conditions", () => {
  const body = JSON.stringify({ status: "broken", queue: { length: 7 }, jobs: [{ name: "a" }, { name: "b" }] });

  it.each([
    [{ type: "keyword", text: "broken" }, null],
    [{ type: "keyword", text: "Broken" }, 'the text "Broken" is missing'],
    [{ type: "keyword", text: "broken", absent: true }, 'the text "broken" is there, expected not to be'],
    [{ type: "keyword", text: "fine", absent: true }, null],
    [{ type: "json", path: "status", value: "ok" }, 'status is "broken", expected == "ok"'],
    [{ type: "json", path: "queue.length", op: "<=", value: 5 }, "queue.length is 7, expected <= 5"],
    [{ type: "json", path: "$.jobs[1].name", value: "b" }, null],
    [{ type: "json", path: "jobs.length", op: ">", value: 1 }, null],
    [{ type: "json", path: "jobs[2]", op: "exists" }, "jobs[2] is missing, expected to be there"],
    [{ type: "json", path: "error", op: "absent" }, null],
    [{ type: "json", path: "constructor", op: "absent" }, null],
    [{ type: "header", name: "Content-Type", op: "contains", value: "json" }, null],
    [{ type: "header", name: "X-Missing", value: "1" }, 'header X-Missing is missing, expected == "1"'],
    [{ type: "response-time", maxMs: 60_000 }, null],
    [{ type: "certificate", minDays: 7 }, "there is no certificate"],
  ])("%j", async (condition, failure) => {
    const url = await serve(says(200, body, { "content-type": "application/json" }));
    const outcome = await look({ type: "http", url, conditions: [condition] });
    if (failure === null) expect(outcome).toMatchObject({ verdict: "ok" });
    else expect(outcome).toMatchObject({ verdict: "error", reason: failure });
  });

  it("that fail are all told", async () => {
    const url = await serve(says(500, "no"));
    const conditions = [
      { type: "keyword", text: "yes" },
      { type: "json", path: "a" },
    ];
    expect((await look({ type: "http", url, conditions })).reason).toBe(
      'status 500, expected 2xx; the text "yes" is missing; the body is not JSON, expected a',
    );
  });

  it("tell how long it took when that was too long", async () => {
    const url = await serve((_, response) => setTimeout(() => response.end(), 60));
    const { reason } = await look({ type: "http", url, conditions: [{ type: "response-time", maxMs: 20 }] });
    expect(reason).toMatch(/^it took \d+ ms, expected at most 20 ms$/);
  });

  it("about the body are the only reason to read it, and it is read up to a bound", async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const speak = (): void => {
        while (!response.destroyed && response.write("y".repeat(65_536))) sent += 65_536;
      };
      response.on("drain", speak);
      speak();
    });
    expect(await look({ type: "http", url })).toMatchObject({ verdict: "ok" });
    const conditions = [{ type: "keyword", text: "never" }];
    expect(await look({ type: "http", url, conditions })).toMatchObject({
      reason: 'the text "never" is missing in what was read of the answer',
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("wait for a body that drips, but not longer than the timeout", async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    const outcome = await look({ type: "http", url, timeoutMs: 200, conditions: [{ type: "keyword", text: "x" }] });
    expect(outcome).toMatchObject({
      verdict: "error",
      reason: expect.stringMatching(/^No complete answer .* within 0\.2 s$/),
    });
  });
});

describe("redirects", () => {
  it("are followed to the end", async () => {
    const url = await serve((request, response) =>
      request.url === "/end" ? response.end("here") : response.writeHead(302, { location: "/end" }).end(),
    );
    const conditions = [{ type: "keyword", text: "here" }];
    expect(await look({ type: "http", url, conditions })).toMatchObject({ verdict: "ok", details: { redirects: 1 } });
    expect(await look({ type: "http", url, maxRedirects: 0 })).toMatchObject({ reason: "status 302, expected 2xx" });
  });

  it("that never end are an error", async () => {
    const url = await serve(says(301, "", { location: "/" }));
    expect(await look({ type: "http", url, maxRedirects: 3 })).toMatchObject({ reason: "more than 3 redirects" });
  });

  it("are judged one by one: none leads to where nothing may go", async () => {
    const url = await serve(says(302, "", { location: "http://169.254.169.254/latest/meta-data" }));
    expect(await look({ type: "http", url })).toMatchObject({
      verdict: "error",
      reason: expect.stringMatching(/^Refused to connect to 169\.254\.169\.254/),
    });
    const file = await serve(says(302, "", { location: "file:///etc/passwd" }));
    expect(await look({ type: "http", url: file })).toMatchObject({ verdict: "error" });
  });

  it("carry no credentials and no headers of ours to another origin", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers["x-mine"] as string | undefined);
      response.end();
    });
    const url = await serve(says(307, "", { location: `${other}/` }));
    const auth = { type: "bearer" };
    const typed = { type: "http", url, headers: { "x-mine": "1" }, auth };
    expect(await look(typed, { token: "secret-token" })).toMatchObject({ verdict: "ok" });
    expect(seen).toEqual([undefined, undefined]);
  });
});

describe("auth", () => {
  const echo: RequestListener = ({ headers }, response) => response.end(JSON.stringify(headers));
  const sees = (name: string, value: string) => [{ type: "json", path: `["${name}"]`, value }];

  it("sends user and password, a bearer token, or any header", async () => {
    const url = await serve(echo);
    const basic = {
      type: "http",
      url,
      auth: { type: "basic" },
      conditions: sees("authorization", "Basic YW5uOnNlc2FtZQ=="),
    };
    expect(await look(basic, { username: "ann", password: "sesame" })).toMatchObject({ verdict: "ok" });
    const bearer = { type: "http", url, auth: { type: "bearer" }, conditions: sees("authorization", "Bearer t0ken") };
    expect(await look(bearer, { token: "t0ken" })).toMatchObject({ verdict: "ok" });
    const header = { type: "http", url, auth: { type: "header" }, conditions: sees("x-key", "k3y-value") };
    expect(await look(header, { name: "X-Key", value: "k3y-value" })).toMatchObject({ verdict: "ok" });
  });

  it("shows no credential in a reason", async () => {
    const url = await serve(echo);
    const conditions = [{ type: "json", path: "authorization", value: "other" }];
    const outcome = await look({ type: "http", url, auth: { type: "bearer" }, conditions }, { token: "t0ken-of-mine" });
    expect(JSON.stringify(outcome)).not.toContain("t0ken-of-mine");
  });

  it("fetches a token once, and anew once when it is refused", async () => {
    let issued = 0;
    let asked = 0;
    let valid = "";
    const url = await serve((request, response) => {
      if (request.url === "/login") {
        let body = "";
        request.on("data", (chunk) => {
          body += chunk;
        });
        request.on("end", () => {
          expect(JSON.parse(body)).toEqual({ email: "ann", password: "sesame" });
          valid = `token-${++issued}`;
          response.end(JSON.stringify({ access_token: valid }));
        });
        return;
      }
      asked += 1;
      response.writeHead(request.headers["x-auth"] === valid ? 200 : 401).end();
    });
    const credentials = { url: `${url}/login`, username: "ann", password: "sesame", header: "X-Auth" };
    const stage = createProbeStage();
    const typed = { type: "http", url, auth: { type: "token" } };
    expect(await stage.look(typed, credentials)).toMatchObject({ verdict: "ok" });
    expect(await stage.look(typed, credentials)).toMatchObject({ verdict: "ok" });
    expect([issued, asked]).toEqual([1, 2]);
    valid = "changed over there";
    expect(await stage.look(typed, credentials)).toMatchObject({ verdict: "ok" });
    expect([issued, asked]).toEqual([2, 4]);
  });

  it("gives up when a fresh token is refused too, and says when none can be had", async () => {
    const url = await serve((request, response) =>
      request.url === "/login" ? response.end('{"token":"useless"}') : response.writeHead(403).end(),
    );
    const login = { url: `${url}/login`, username: "ann", password: "sesame" };
    const typed = { type: "http", url, auth: { type: "token" } };
    expect(await look(typed, login)).toMatchObject({ reason: "status 403, expected 2xx" });
    expect(await look(typed, { ...login, tokenField: "jwt" })).toMatchObject({
      reason: "the token could not be fetched: the answer has no jwt",
    });
    expect(await look(typed, { ...login, url: `${url}/other` })).toMatchObject({
      reason: "the token could not be fetched: status 403, expected 2xx",
    });
  });
});

describe("https", () => {
  let distrust = (): void => {};
  beforeAll(() => {
    distrust = trustTestCertificates();
  });
  afterAll(() => distrust());

  it("tells how many days the certificate has left, and fails when they are too few", async () => {
    const url = await serve(says(200), "localhost");
    const outcome = await look({ type: "http", url, conditions: [{ type: "certificate", minDays: 14 }] });
    expect(outcome).toMatchObject({ verdict: "ok", details: { certificateDaysLeft: expect.any(Number) } });
    expect(outcome.timings.tlsMs).toBeGreaterThan(0);
    const expired = await serve(says(200), "expired");
    const lenient = { type: "http", url: expired, verifyCertificate: false };
    expect(await look({ ...lenient, conditions: [{ type: "certificate", minDays: 14 }] })).toMatchObject({
      reason: expect.stringMatching(/^certificate ends in -\d+ days, expected at least 14$/),
    });
  });

  it("is an error with a certificate that has expired or is for another name", async () => {
    const expired = await serve(says(200), "expired");
    expect(await look({ type: "http", url: expired })).toMatchObject({
      reason: expect.stringMatching(/its certificate has expired$/),
    });
    const stage = createProbeStage({ lookup: async () => ["127.0.0.1"] });
    const url = (await serve(says(200), "localhost")).replace("127.0.0.1", "other.test");
    expect(await stage.look({ type: "http", url })).toMatchObject({
      reason: expect.stringMatching(/its certificate is for another name$/),
    });
  });
});

describe("the specification", () => {
  it.each([
    [{ url: "ftp://example.org" }, /http:\/\//],
    [{ url: "http://ann:sesame@example.org" }, /auth/],
    [{ conditions: [{ type: "status", in: ["600"] }] }, /status/],
    [{ conditions: [{ type: "json", path: "a[" }] }, /path/],
    [{ conditions: [{ type: "answer", value: "1" }] }, /./],
  ])("refuses %j", (part, message) => {
    const parsed = ProbeInput.safeParse({ type: "http", url: "http://example.org", ...part });
    expect(JSON.stringify(parsed.error?.issues)).toMatch(message);
  });
});
