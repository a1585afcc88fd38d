import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAlarmStage } from "../../../test/alarm-stage.ts";
import { freePort } from "../../../test/contracts/http-vendor.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { type Sink, startSink } from "../../../test/sink.ts";
import { createFetchHttpClient } from "../../lib/fetch-http-client.ts";
import { createFunction, type FunctionAnswer, type FunctionHandler } from "./create-function.ts";

/** The one in the fixtures' addresses. */
const TOKEN = "0123456789abcdef".repeat(4);
const HOOK = "/services/T0000AAAA/B0000BBBB/s3cretS3cretS3cret";
const NOW = Date.UTC(2026, 2, 4, 2, 15, 4);
const FIXTURES = join(import.meta.dirname, "../../../test/fixtures/function-compute");
const NAMES = globSync("*.json", { cwd: FIXTURES })
  .map((name) => basename(name, ".json"))
  .sort();

let sink: Sink;
let lines: string[];

beforeEach(async () => {
  sink = await startSink();
  lines = [];
});
afterEach(() => sink.close());

const bytesOf = (name: string): Buffer => readFileSync(join(FIXTURES, `${name}.json`));
const event = (change: (event: Record<string, unknown>) => object, name = "http-metric"): Buffer => {
  const known = JSON.parse(bytesOf(name).toString());
  return Buffer.from(JSON.stringify({ ...known, ...change(known) }));
};
const request = (http: object): Buffer =>
  event(({ requestContext }) => ({
    requestContext: { ...(requestContext as object), http: { method: "POST", sourceIp: "47.74.206.17", ...http } },
  }));

function open(env: Readonly<Record<string, string>> = {}, clock = createFakeClock(NOW)): FunctionHandler {
  const target = { WATCHBELL_RELAY_TO: sink.url + HOOK, WATCHBELL_RELAY_TOKEN: TOKEN };
  return createFunction({
    environment: { env: { ...target, ...env }, readFile: () => "" },
    http: createFetchHttpClient(fetch),
    clock,
    write: (line) => lines.push(line),
  });
}

async function call(handler: FunctionHandler, bytes: Uint8Array): Promise<FunctionAnswer> {
  const answer = await handler(bytes, { requestId: "r-1" });
  if (typeof answer === "string") throw new Error(`an event was seen: ${answer}`);
  return answer;
}

const toldAs = (body: string): unknown => (body.startsWith("{") ? JSON.parse(body) : body);

describe("the function on Function Compute, with a Slack webhook", () => {
  it("tells every recorded event as a Watchbell would, and answers what became of it", async () => {
    expect(NAMES.length).toBeGreaterThan(10);
    const handler = open({ WATCHBELL_RELAY_TIMEZONE: "Asia/Singapore" });
    const seen: Record<string, unknown> = {};
    for (const name of NAMES) {
      const before = sink.received.length;
      const answered = await handler(bytesOf(name), { requestId: "r-1" });
      const told = sink.received.slice(before);
      expect(told.every(({ method, path }) => method === "POST" && path === HOOK)).toBe(true);
      const answer = typeof answered === "string" ? answered : `${answered.statusCode} ${answered.body}`;
      seen[name] = { answer, told: told.map(({ body }) => toldAs(body)) };
    }
    const golden = join(FIXTURES, "golden/told.json");
    await expect(`${JSON.stringify(seen, null, 2)}\n`).toMatchFileSnapshot(golden);
  });

  it.each(NAMES)("tells %s at least once: nothing is dropped, and nothing of it is markup of Slack's", async (name) => {
    await open()(bytesOf(name));
    expect(sink.received.length).toBeGreaterThan(0);
    for (const { body, headers } of sink.received) {
      expect(headers["content-type"]).toContain("application/json");
      expect(JSON.parse(body).text).not.toBe("");
      expect(body).not.toContain("<!channel>");
      expect(body).not.toContain("Ann Example");
    }
  });

  it.each([
    ["http-binary", "The body is not UTF-8."],
    ["http-empty", "The body is empty."],
    ["http-bad-base64", "The body begins like JSON but is none."],
  ])("says of %s that it could not be read, with 200, because it was told", async (name, unparsed) => {
    const answer = await call(open(), bytesOf(name));
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ reports: 1, unparsed });
    expect(sink.received[0]?.body).toContain("Unparsed alarm from cloudmonitor");
  });

  it("tells an event that is no JSON", async () => {
    await open()(Buffer.from("the disk is full"));
    expect(sink.received[0]?.body).toContain("the disk is full");
  });

  it("tells one that is larger than what is read", async () => {
    const answer = await call(
      open(),
      event(() => ({ body: `alertName=${"x".repeat(1_100_000)}` })),
    );
    expect(JSON.parse(answer.body)).toEqual({ reports: 1, unparsed: "The body is larger than 1 MB." });
  });
});

describe("a target that does not take the alarm", () => {
  it.each([
    ["404 no_service", 404, "no_service", 502, "Slack no longer takes messages here: no_service."],
    ["200 and another word", 200, "almost", 502, 'The answer was 200, but not the "ok" that Slack gives.'],
    ["500", 500, "oops", 502, "The target answered 500."],
    ["a redirect", 302, "", 502, "The target answered 302"],
  ])("is told of with 5xx, so that CloudMonitor repeats: %s", async (_title, status, body, expected, reason) => {
    sink.behave((_received, response) => response.writeHead(status, { location: "/x" }).end(body));
    const answer = await call(open(), bytesOf("http-metric"));
    expect(answer).toMatchObject({
      statusCode: expected,
      body: expect.stringContaining("The alarm was not passed on."),
    });
    expect(JSON.parse(answer.body).message).toContain(reason);
    expect(sink.received).toHaveLength(1);
  });

  it("may ask for time", async () => {
    sink.behave((_received, response) => response.writeHead(429, { "retry-after": "30" }).end("rate_limited"));
    const answer = await call(open(), bytesOf("http-metric"));
    expect(answer).toMatchObject({ statusCode: 503, headers: { "Retry-After": "30" } });
  });

  it("has three seconds for all of it", async () => {
    sink.behave(() => {});
    let calls = 0;
    const clock = createFakeClock(NOW);
    // Two of them are gone before the message is sent.
    const slow = { ...clock, now: () => NOW + (calls++ === 0 ? 0 : 2_950) };
    const answer = await call(open({}, slow), bytesOf("http-metric"));
    expect(answer.statusCode).toBe(502);
    expect(JSON.parse(answer.body).message).toMatch(/No complete answer from 127\.0\.0\.1:\d+ within 0\.05 s\.$/);
  });

  it("may not be there", async () => {
    const to = `http://127.0.0.1:${await freePort()}${HOOK}`;
    const answer = await call(open({ WATCHBELL_RELAY_TO: to }), bytesOf("http-metric"));
    expect(answer).toMatchObject({ statusCode: 502, body: expect.stringContaining("the connection was refused") });
  });

  it("makes an event come again", async () => {
    sink.behave((_received, response) => response.writeHead(500).end());
    await expect(open()(bytesOf("event-eventbridge"))).rejects.toThrow(
      "The alarm was not passed on. The target answered 500.",
    );
  });

  it("shows in no answer and no line of the log what is secret", async () => {
    sink.behave((_received, response) => response.writeHead(500).end(`no such hook: ${HOOK}`));
    const answer = await call(open(), bytesOf("http-metric"));
    await open()(bytesOf("event-cloudmonitor")).catch((error: Error) => lines.push(error.message));
    const said = [answer.body, ...lines].join("\n");
    for (const secret of [TOKEN, HOOK, "s3cretS3cretS3cret"]) expect(said).not.toContain(secret);
    expect(lines.length).toBeGreaterThan(1);
  });
});

describe("a fault of the relay itself", () => {
  it("is answered with 500 or thrown back, and says where to look and nothing else", async () => {
    const handler = createFunction({
      environment: {
        env: { WATCHBELL_RELAY_TO: sink.url + HOOK, WATCHBELL_RELAY_TOKEN: TOKEN },
        readFile: () => "",
      },
      http: { request: ({ url }) => Promise.reject(new Error(`no such thing as ${url}`)) },
      clock: createFakeClock(NOW),
      write: (line) => lines.push(line),
    });
    const answer = await call(handler, bytesOf("http-metric"));
    expect(answer).toMatchObject({ statusCode: 500, body: expect.stringContaining("its log says what") });
    await expect(handler(bytesOf("event-cloudmonitor"))).rejects.toThrow(
      /^The alarm was not passed on: .* its log says what\.$/,
    );
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain("no such thing as ***");
    for (const secret of [TOKEN, HOOK, "s3cretS3cretS3cret"]) expect(lines.join()).not.toContain(secret);
  });
});

describe("the function's door", () => {
  it.each([
    ["another token", { rawPath: `/v1/alarms/cloudmonitor/${TOKEN.replace("0", "1")}` }],
    ["a part of the token", { rawPath: `/v1/alarms/cloudmonitor/${TOKEN.slice(1)}` }],
    ["no token", { rawPath: "/v1/alarms/cloudmonitor/" }],
    ["another source", { rawPath: `/v1/alarms/grafana/${TOKEN}` }],
    ["another path", { rawPath: "/" }],
    ["the token somewhere else", { rawPath: `/x/v1/alarms/cloudmonitor/${TOKEN}` }],
  ])("says 404 to %s, and tells nobody", async (_title, change) => {
    expect(
      await call(
        open(),
        event(() => change),
      ),
    ).toMatchObject({ statusCode: 404, body: '{"message":"Not Found"}' });
    expect(sink.received).toHaveLength(0);
  });

  it("says 405 to whoever only looks, token or not 404", async () => {
    const answer = await call(open(), request({ method: "GET" }));
    expect(answer).toMatchObject({ statusCode: 405, headers: { Allow: "POST" } });
    expect(sink.received).toHaveLength(0);
  });

  it("opens to the addresses on its list, as the platform knows them and no header says", async () => {
    const handler = open({ WATCHBELL_RELAY_ALLOW: "47.74.206.0/26, 8.222.159.116" });
    const statuses = await Promise.all(
      ["47.74.206.17", "8.222.159.116", "203.0.113.9", ""].map(
        async (sourceIp) => (await call(handler, request({ sourceIp }))).statusCode,
      ),
    );
    expect(statuses).toEqual([200, 200, 404, 404]);
    expect(lines.join("\n")).toContain("its address is not on the list");
  });

  it("takes what looks like a request for nothing else, because an event needs no token", async () => {
    const handler = open();
    for (const change of [{ version: "v2" }, { requestContext: {} }, { rawPath: 7 }, { headers: "none" }]) {
      expect(
        await call(
          handler,
          event(() => change),
        ),
      ).toMatchObject({ statusCode: 400 });
    }
    expect(sink.received).toHaveLength(0);
  });
});

describe("the function with a Watchbell", () => {
  it("forwards the body as it came, with its type", async () => {
    sink.behave((_received, response) => response.end("{}"));
    const handler = open({ WATCHBELL_RELAY_TO: `${sink.url}/v1/alarms/cloudmonitor/wba_s3cret` });
    const known = JSON.parse(bytesOf("http-metric").toString());
    expect(await call(handler, bytesOf("http-metric"))).toMatchObject({ statusCode: 200, body: '{"forwarded":true}' });
    expect(sink.received).toMatchObject([
      { path: "/v1/alarms/cloudmonitor/wba_s3cret", headers: { "content-type": known.headers["Content-Type"] } },
    ]);
    expect(sink.received[0]?.body).toBe(known.body);
  });

  it("forwards without a type that no header may hold", async () => {
    const handler = open({ WATCHBELL_RELAY_TO: `${sink.url}/v1/alarms/cloudmonitor/wba_s3cret` });
    const bytes = event(() => ({ headers: { "Content-Type": "text/plain; 名\r\nX-Injected: 1" } }));
    expect((await call(handler, bytes)).statusCode).toBe(200);
    expect(sink.received[0]?.headers).not.toHaveProperty("x-injected");
    expect(sink.received[0]?.headers["content-type"] ?? "").not.toContain("text/plain; ");
  });

  it("says so when it is not taken", async () => {
    sink.behave((_received, response) => response.writeHead(403).end('{"message":"Forbidden"}'));
    const handler = open({ WATCHBELL_RELAY_TO: `${sink.url}/v1/alarms/cloudmonitor/wba_s3cret` });
    const answer = await call(handler, bytesOf("http-metric"));
    expect(answer).toMatchObject({ statusCode: 502, body: expect.stringContaining("The Watchbell answered 403.") });
  });

  it("wakes people once, however often CloudMonitor repeats, and resolves what fired", async () => {
    const stage = await createAlarmStage();
    try {
      const handler = open({ WATCHBELL_RELAY_TO: `${stage.url}/v1/alarms/cloudmonitor/${stage.token}` });
      for (const name of ["http-metric", "http-metric", "event-eventbridge", "event-eventbridge"]) {
        await handler(bytesOf(name));
      }
      expect(await stage.told()).toHaveLength(2);
      const alarms = await stage.alarms();
      expect(alarms.map(({ name, status }) => [name, status]).sort()).toEqual([
        ["ECS Instance:SystemFailure.Reboot:Executing on i-example01", "down"],
        ["shop-cpu on shop-api-1 <!channel> & co", "down"],
      ]);
      const ended = ({ body }: Record<string, unknown>) => ({
        body: String(body).replace("alertState=ALERT", "alertState=OK"),
      });
      await handler(event(ended));
      expect(await stage.told()).toEqual([expect.stringContaining("RESOLVED, was critical: shop-cpu")]);
    } finally {
      await stage.close();
    }
  });
});

describe("the function without its settings", () => {
  it("refuses everything and says in its log what is missing", async () => {
    const handler = open({ WATCHBELL_RELAY_TOKEN: "short" });
    expect(await call(handler, bytesOf("http-metric"))).toMatchObject({ statusCode: 500 });
    await expect(handler(bytesOf("event-cloudmonitor"))).rejects.toThrow("The relay is not configured");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: "error",
        id: "weak-secret",
        setting: "WATCHBELL_RELAY_TOKEN",
        hint: "Make one with: openssl rand -hex 32",
      },
    ]);
    expect(sink.received).toHaveLength(0);
  });
});
