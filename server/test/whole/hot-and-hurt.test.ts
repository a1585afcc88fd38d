import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ChildServer, type ChildServerOptions, startChildServer } from "../child-server.ts";
import { type Sink, startSink } from "../sink.ts";
import { createStage, type Json, type Stage, stageOf, webhookTo } from "./stage.ts";

const API_KEY = "wbw_hot-and-hurt-write-key";
const PING_KEY = "hotandhurtpingkey00000";
const NOBODY = 65_534;

let folder: string;
let server: ChildServer;
let sink: Sink;

const makeFolder = async (): Promise<void> => {
  folder = await mkdtemp(join(tmpdir(), "watchbell-hurt-"));
};
const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });

const start = (): Promise<ChildServer> =>
  startChildServer({
    dataDir: join(folder, "data"),
    env: { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY, WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY },
  });

async function api(method: string, path: string, body?: object): Promise<Json> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { "X-Api-Key": API_KEY },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}

const pingUrl = (slug: string): string => `${server.url}/ping/${PING_KEY}/${slug}`;

async function allPings(monitorId: string): Promise<Json[]> {
  const pings: Json[] = [];
  let cursor = "";
  do {
    const page = await api("GET", `/monitors/${monitorId}/pings?limit=1000${cursor}`);
    pings.push(...page.pings);
    cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
  } while (cursor !== "");
  return pings;
}

/** Publishes to a topic whose only integration is the sink; says the message's id. */
async function publish(): Promise<string> {
  const topic = { integrations: [webhookTo(sink.url)] };
  const { hash } = await api("PUT", "/channels/default/topics/alerts", topic);
  const answer = await fetch(`${server.url}/v1/notifications/default/alerts`, {
    method: "POST",
    headers: { "x-api-key": API_KEY, "x-topic-hash-x": hash },
    body: JSON.stringify({ metadata: { title: "hello" } }),
  });
  return ((await answer.json()) as { hook: string }).hook;
}

describe("a server in a process of its own", () => {
  beforeAll(async () => {
    await makeFolder();
    server = await start();
  });
  afterAll(async () => {
    await server.kill("SIGKILL");
    await removeFolder();
  });

  it("answers 256 connections on one ping URL with 200 each, and every ping counts once", async () => {
    const { id } = await api("POST", "/monitors", { slug: "hot" });
    const agent = new Agent({ keepAlive: true, maxSockets: 256 });
    const sockets = new Set<Socket>();
    const pingOnce = async (userAgent: string): Promise<number> => {
      const going = request(pingUrl("hot"), { agent, headers: { "User-Agent": userAgent } });
      going.on("socket", (socket) => sockets.add(socket)).end();
      const [answer] = (await once(going, "response")) as [IncomingMessage];
      answer.resume();
      await once(answer, "end");
      return answer.statusCode ?? 0;
    };
    const worker = async (n: number): Promise<number[]> => {
      const seen: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) seen.push(await pingOnce(`worker ${n} turn ${turn}`));
      return seen;
    };
    const seen = (await Promise.all(Array.from({ length: 256 }, (_, n) => worker(n)))).flat();
    agent.destroy();
    expect(sockets.size).toBe(256);
    expect(seen).toEqual(Array(768).fill(200));
    expect(await api("GET", `/monitors/${id}`)).toMatchObject({ pingCount: 768, status: "up" });
    const pings = await allPings(id);
    expect(pings.map(({ n }) => n)).toEqual(Array.from({ length: 768 }, (_, index) => 768 - index));
    expect(new Set(pings.map(({ userAgent }) => userAgent)).size).toBe(768);
  });

  it("makes one monitor of 256 calls that want to make it at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 256 }, () => fetch(`${pingUrl("fresh")}?create=1`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(255).fill(200), 201]);
    const { monitors } = await api("GET", "/monitors?text=fresh");
    expect(monitors).toMatchObject([{ slug: "fresh", pingCount: 256 }]);
  });

  it("does not share its data folder: a second server says so in one line and ends with 1", async () => {
    const second = start();
    await expect(second).rejects.toThrow(
      `the server ended with 1 before it started:\nwatchbell: Another Watchbell works on ${join(folder, "data")}. Stop it, or give this one a folder of its own with WATCHBELL_DATA_DIR.\n`,
    );
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});

describe("a server that is stopped or killed", () => {
  beforeEach(async () => {
    await makeFolder();
    sink = await startSink();
    server = await start();
  });
  afterEach(async () => {
    await server.kill("SIGKILL");
    await sink.close();
    await removeFolder();
  });

  it("stops on SIGTERM when it has answered what was under way, and has lost nothing of it", async () => {
    const { id } = await api("POST", "/monitors", { slug: "slow" });
    const halfSent = await openPing(server, "/ping/", PING_KEY, "slow");
    let acknowledged = 0;
    const storm = Promise.all(
      Array.from({ length: 64 }, async () => {
        for (;;) {
          try {
            if ((await fetch(pingUrl("slow"))).status === 200) acknowledged += 1;
          } catch {
            // The server takes no more requests: this one was never answered.
            return;
          }
        }
      }),
    );
    await fetch(pingUrl("slow"));
    const stopped = server.kill("SIGTERM");
    halfSent.finish();
    expect(await halfSent.answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await stopped).toBe(0);
    await storm;
    server = await start();
    const { pingCount } = await api("GET", `/monitors/${id}`);
    // The half-sent ping and the one before the signal were acknowledged too; an answer may be lost on the way.
    expect(pingCount).toBeGreaterThanOrEqual(acknowledged + 2);
    expect(await allPings(id)).toHaveLength(Math.min(pingCount, 1_000));
  });

  it("lets a delivery under way end before it stops, so that nothing is sent twice", async () => {
    let answerLate = (): void => {};
    sink.behave((_, response) => {
      answerLate = () => response.end("ok");
    });
    await publish();
    await sink.arrived(1);
    const stopped = server.kill("SIGTERM");
    answerLate();
    expect(await stopped).toBe(0);
    server = await start();
    const { messages } = await api("GET", "/messages");
    expect(messages).toMatchObject([{ status: "delivered", attemptCount: 1 }]);
    expect(sink.received).toHaveLength(1);
  });

  it("delivers at once after a kill -9 what it had in hand, under the same id", async () => {
    sink.behave(() => {});
    const id = await publish();
    await sink.arrived(1);
    await server.kill("SIGKILL");
    sink.behave((_, response) => response.end("ok"));
    server = await start();
    // A lease lasts two minutes: a server that waited for its end would be too late for this test.
    await sink.arrived(2);
    expect(sink.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
  });

  it("tells an outage after a kill -9 that was to be noticed while it was away", async () => {
    const schedule = { type: "period", periodSeconds: 1, graceSeconds: 0 };
    await api("PUT", "/channels/default/topics/alerts", { integrations: [webhookTo(sink.url)] });
    await api("POST", "/monitors", { slug: "short", schedule });
    await fetch(`${pingUrl("short")}/fail`);
    await server.kill("SIGKILL");
    server = await start();
    await sink.arrived(1);
    expect(JSON.parse(sink.received[0]?.body ?? "")).toMatchObject({ event: "down", monitor: { slug: "short" } });
  });
});

/** A ping of which the first half has reached the server. */
async function openPing(server: ChildServer, ...path: readonly [string, string, string]) {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  await once(socket, "connect");
  let text = "";
  const answer = new Promise<string>((resolve, reject) => {
    socket.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("OK")) resolve(text);
    });
    socket.once("close", () => reject(new Error(`closed after: ${text}`)));
  });
  const [prefix, key, slug] = path;
  socket.write(`POST ${prefix}${key}/${slug} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello`);
  return {
    answer,
    finish: () => void socket.write("world"),
  };
}

const skipReason = process.getuid?.() === 0 ? null : "only root can run a server as another user";

describe("a data folder that the server's user may not write to", () => {
  beforeEach(makeFolder);
  afterEach(removeFolder);

  it("is told in clear words, and the server ends with 1", async (context) => {
    if (skipReason !== null) return context.skip(skipReason);
    await chmod(folder, 0o755);
    const output = await refusal({ dataDir: folder, uid: NOBODY });
    expect(output).toMatch(/^watchbell: .*cannot be used: .*\.\n/);
    expect(output).toContain(folder);
    expect(output).not.toMatch(/\n {4}at /);
  });

  it("is told too when it is not even there and cannot be made", async (context) => {
    if (skipReason !== null) return context.skip(skipReason);
    await chmod(folder, 0o755);
    const output = await refusal({ dataDir: join(folder, "data"), uid: NOBODY });
    expect(output).toMatch(/^watchbell: .*permission denied/);
    expect(output).toContain("a data folder that it may write to");
    expect(output).not.toMatch(/\n {4}at /);
  });

  it("is told too when its files are another user's", async (context) => {
    if (skipReason !== null) return context.skip(skipReason);
    await chmod(folder, 0o755);
    const dataDir = join(folder, "data");
    await (await startChildServer({ dataDir })).kill("SIGTERM");
    await chmod(dataDir, 0o777);
    for (const name of ["watchbell.db", "watchbell.lock", "master.key"]) await chmod(join(dataDir, name), 0o644);
    const output = await refusal({ dataDir, uid: NOBODY });
    expect(output).toMatch(/^watchbell: .* read-only\. .*\.\n$/);
    expect(output).toContain(join(dataDir, "watchbell.db"));
    expect(output).not.toMatch(/\n {4}at /);
  });

  /** What a server prints that refuses to start. */
  async function refusal(options: ChildServerOptions): Promise<string> {
    const ended = await startChildServer(options).then(
      (server) => server.kill("SIGKILL").then(() => "it started"),
      (error: Error) => error.message,
    );
    expect(ended).toMatch(/^the server ended with 1 before it started:\n/);
    return ended.slice(ended.indexOf("\n") + 1);
  }
});

describe("a store that cannot take anything", () => {
  let stage: Stage;
  beforeEach(makeFolder);
  afterEach(async () => {
    await stage.close();
    await removeFolder();
  });

  /** Every way to change something: the ping API in both forms, the management API and the door of publications. */
  async function tryAll(monitorId: string, hash: string): Promise<Response[]> {
    const { http, keys } = stage.test;
    const headers = { "X-Api-Key": keys.write, "x-topic-hash-x": hash };
    const body = JSON.stringify({ metadata: { title: "hello" } });
    const door = { method: "POST", headers, body };
    return [
      await http.request(`/ping/${monitorId}`),
      await http.request(`/ping/${keys.ping}/my-first-heartbeat/fail`),
      await http.request(`/ping/${keys.ping}/brand-new?create=1`),
      await http.request("/api/v1/monitors", { method: "POST", headers, body: "{}" }),
      await http.request(`/api/v1/monitors/${monitorId}/pause`, { method: "POST", headers }),
      await http.request("/v1/notifications/default/alerts", door),
    ];
  }

  it("because another program holds its lock answers 503 with Retry-After, or 502 in the door, and changes nothing", async () => {
    const path = join(folder, "watchbell.db");
    stage = await createStage({ path, busyTimeoutMs: 20 });
    const { hash } = (await stage.api("GET", "/channels/default/topics/alerts")).body;
    const id = stage.test.firstMonitorId;
    const intruder = new DatabaseSync(path);
    intruder.exec("begin immediate");
    const answers = await tryAll(id, hash);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 502]);
    for (const answer of answers) expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answers[0]?.text()).toBe("not recorded, try again");
    expect(await answers[3]?.json()).toMatchObject({ error: { code: "unavailable" } });
    expect(await answers[5]?.json()).toEqual({
      message:
        "An error occurs while processing the request (Message: the store cannot take it now; nothing was queued, try again)",
    });
    const ready = await stage.test.http.request("/readyz");
    expect([ready.status, await ready.json()]).toEqual([
      503,
      {
        status: "not ready",
        problems: [
          { name: "store", problem: "The store cannot take this now: the database is locked by another program." },
        ],
      },
    ]);
    intruder.exec("rollback");
    intruder.close();
    expect(await stage.monitor(id)).toMatchObject({ status: "new", pingCount: 0 });
    expect((await stage.api("GET", "/monitors")).body.monitors).toHaveLength(1);
    expect(await stage.messages()).toEqual([]);
    expect((await stage.test.http.request("/readyz")).status).toBe(200);
    expect(await stage.ping(id)).toBe(200);
  });

  it("because the disk is full says so, loses nothing that it acknowledged, and goes on when there is space again", async () => {
    const path = join(folder, "watchbell.db");
    const sink = await startSink();
    stage = await createStage({ path });
    const topic = await stage.putTopic([webhookTo(sink.url)]);
    const id = await stage.makeMonitor();
    await stage.close();
    stage = stageOf(await stage.test.reopen({ maxPageCount: pagesOf(path) + 40 }));

    const body = "x".repeat(8_000);
    let acknowledged = 0;
    for (;;) {
      const answer = await stage.test.http.request(`/ping/${id}`, { method: "POST", body });
      if (answer.status !== 200) {
        expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
        break;
      }
      acknowledged += 1;
    }
    expect(acknowledged).toBeGreaterThan(3);
    const ready = await stage.test.http.request("/readyz");
    expect([ready.status, await ready.json()]).toEqual([
      503,
      {
        status: "not ready",
        problems: [{ name: "store", problem: "The store cannot take this now: the disk or the database is full." }],
      },
    ]);
    expect((await stage.test.http.request("/healthz")).status).toBe(200);
    const published: string[] = [];
    const wide = { title: "hello", text: "x".repeat(20_000) };
    for (const _ of [1, 2, 3]) {
      const { status, body: answer } = await stage.publish(wide);
      if (status === 200) published.push(answer.hook);
      else expect(status).toBe(502);
    }
    expect(await stage.monitor(id)).toMatchObject({ pingCount: acknowledged, status: "up" });
    await stage.close();

    stage = stageOf(await stage.test.reopen());
    expect(await stage.monitor(id)).toMatchObject({ pingCount: acknowledged });
    expect((await stage.api("GET", `/monitors/${id}/pings`)).body.pings).toHaveLength(acknowledged);
    expect(await stage.ping(id)).toBe(200);
    expect(await stage.publish(wide)).toMatchObject({ status: 200 });
    expect((await stage.test.http.request("/readyz")).status).toBe(200);
    await stage.test.doDueWork();
    expect(sink.received.map(({ headers }) => headers["webhook-id"])).toEqual(expect.arrayContaining(published));
    expect(topic.hash).toBe((await stage.api("GET", "/channels/default/topics/alerts")).body.hash);
    await sink.close();
  });

  it("because the disk is full goes on by itself when something is deleted", async () => {
    const path = join(folder, "watchbell.db");
    stage = await createStage({ path });
    const [id, fat] = [await stage.makeMonitor(), await stage.makeMonitor({ name: "fat" })];
    await stage.close();
    stage = stageOf(await stage.test.reopen({ maxPageCount: pagesOf(path) + 60 }));
    const fill = async (monitorId: string): Promise<number> => {
      const answer = await stage.test.http.request(`/ping/${monitorId}`, { method: "POST", body: "x".repeat(9_000) });
      return answer.status;
    };
    while ((await fill(fat)) === 200);
    expect(await fill(id)).toBe(503);
    expect((await stage.api("DELETE", `/monitors/${fat}`)).status).toBe(204);
    expect(await fill(id)).toBe(200);
    expect((await stage.test.http.request("/readyz")).status).toBe(200);
  });
});

describe("a loop that is stuck", () => {
  it("is named by readyz with how long it has done nothing, and is well again when it goes on", async () => {
    let goOn = (): void => {};
    const stage = await createStage({
      withLoops: true,
      wrapStore: (store) => ({
        ...store,
        watch: {
          ...store.watch,
          overdue: (limit) =>
            new Promise((resolve) => {
              goOn = () => resolve(store.watch.overdue(limit));
            }),
        },
      }),
    });
    const ready = async (): Promise<[number, Json]> => {
      const answer = await stage.test.http.request("/readyz");
      return [answer.status, await answer.json()];
    };
    // Each of the other loops does its round before the clock goes on.
    for (let second = 0; second < 31; second += 1) {
      stage.test.clock.advance(1_000);
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ready()).toEqual([
      503,
      { status: "not ready", problems: [{ name: "sweep", problem: "The sweep loop has done nothing for 31 s." }] },
    ]);
    goOn();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await ready()).toEqual([200, { status: "ready" }]);
    const stopped = stage.close();
    goOn();
    await stopped;
  });
});

describe("a storm", () => {
  it("of 1,200 monitors that make themselves and fall silent together is noticed and told to the last one", async () => {
    const stage = await createStage();
    const { keys } = stage.test;
    const statuses = await Promise.all(
      Array.from({ length: 1_200 }, (_, n) => stage.ping(`${keys.ping}/storm-${n}?create=1`)),
    );
    expect(new Set(statuses)).toEqual(new Set([201]));
    await stage.test.pass(25 * 3_600_000);
    const down = await stage.api("GET", "/monitors?status=down&limit=1000");
    const rest = await stage.api("GET", `/monitors?status=down&limit=1000&cursor=${down.body.nextCursor}`);
    expect(down.body.monitors.length + rest.body.monitors.length).toBe(1_200);
    expect(stage.test.logLines.filter(({ text }) => text === "notification")).toHaveLength(1_200);
    expect((await stage.api("GET", "/messages?status=waiting")).body.messages).toEqual([]);
    await stage.close();
  });
});

/** How many pages a database has. */
function pagesOf(path: string): number {
  const db = new DatabaseSync(path);
  const row = db.prepare("pragma page_count").get();
  db.close();
  return Number(row?.page_count);
}
