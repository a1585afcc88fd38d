import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RudeServer, serveHttp } from "../rude-server.ts";
import { cli, type RunningCli, startCli } from "../run-cli.ts";
import { type Sink, startSink } from "../sink.ts";
import type { Json } from "./stage.ts";

let folder: string;
let tasks: RudeServer;
let slack: Sink;
let running: RunningCli | null;
/** What each path of the tasks' server answers. */
let answers: Record<string, { status?: number; body: string }>;
let asked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchbell-pinger-"));
  answers = {};
  asked = [];
  running = null;
  tasks = await serveHttp((request, response) => {
    asked.push(`${request.url} ${request.headers["x-auth"] ?? ""}`.trim());
    const { status = 200, body } = answers[request.url ?? ""] ?? { status: 404, body: "" };
    response.writeHead(status).end(body);
  });
  slack = await startSink((_, response) => response.end('{"ok":true,"channel":"C1","ts":"1.2"}'));
});
afterEach(async () => {
  if (running) await stop();
  await tasks.close();
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

const ini = (): string => join(folder, "pinger.ini");
const url = (path: string): string => `http://127.0.0.1:${tasks.port}${path}`;
const fine = (more: object = {}): string =>
  JSON.stringify({ status: "ok", lastrun: new Date().toISOString(), process: "import", server: "db1", ...more });

function write(main: string, more = "", paths = ["/a"]): void {
  writeFileSync(ini(), `[main]\n${main}\n[urls]\nprod = ${paths.map(url).join(", ")}\n${more}`);
}

const slackBlock = (): string =>
  `[slack]\nurl = ${slack.url}/api/chat.postMessage\nchannel = #alerts\ntoken = xoxb-1\nuser = Pinger\nemoji = :bell:\n`;

/** Starts the pinger as its user does; gives the address at which it answers. */
async function start(...options: string[]): Promise<string> {
  const files = { [ini()]: readFileSync(ini(), "utf8") };
  running = startCli(["pinger", "--config", ini(), "--port", "0", ...options], { files, cwd: folder });
  await expect.poll(() => running?.out(), { timeout: 10_000 }).toMatch(/Pinger runs at http/);
  return /Pinger runs at (http\S+)/.exec(running.out())?.[1] ?? "";
}

async function stop(): Promise<{ code: number; out: string }> {
  running?.signal("SIGTERM");
  const done = await running?.done;
  running = null;
  if (!done) throw new Error("it was not running");
  return done;
}

async function get(address: string): Promise<{ status: number; body: Json }> {
  const answer = await fetch(address, { redirect: "manual" });
  return { status: answer.status, body: await answer.json() };
}

const texts = (): string[] => slack.received.map(({ body }) => JSON.parse(body).text);

describe("watchbell pinger", () => {
  it("answers as Py Pinger did: all tasks, one task, and an unknown one", async () => {
    answers["/a"] = { body: fine({ sleep: [{ start: "00:00:00", duration: 1 }] }) };
    answers["/b?x=1"] = { body: fine({ status: "error", reason: "disk full" }) };
    write("interval = 60", "", ["/a", "/b?x=1"]);
    const base = await start();
    await expect.poll(async () => (await get(base)).body.data.length, { timeout: 10_000 }).toBe(2);
    const { status, body } = await get(`${base}/`);
    expect(status).toBe(200);
    expect(Object.keys(body.data[0])).toEqual([
      "errors",
      "pings",
      "process",
      "server",
      "sleep_end",
      "sleep_start",
      "status",
      "url",
    ]);
    expect(body.data).toMatchObject([
      {
        errors: 0,
        pings: 1,
        process: "import",
        server: "db1",
        status: expect.stringMatching(/ok|asleep/),
        url: url("/a"),
      },
      { errors: 1, pings: 1, status: "error", sleep_end: null, sleep_start: null, url: url("/b?x=1") },
    ]);
    expect(body.data[0].sleep_start).toMatch(/^\w{3}, \d\d \w{3} \d{4} 00:00:00 GMT$/);
    for (const form of [url("/a"), encodeURIComponent(url("/a")), url("/a").replace("://", ":/")]) {
      const one = await get(`${base}/task/${form}`);
      expect(one).toMatchObject({ status: 200, body: { data: { pings: 1, process: "import" } } });
      expect(one.body.data).not.toHaveProperty("url");
    }
    for (const form of [url("/b?x=1"), encodeURIComponent(url("/b?x=1"))]) {
      expect(await get(`${base}/task/${form}`)).toMatchObject({ status: 500, body: { data: { status: "error" } } });
    }
    expect(await get(`${base}/task/${url("/nobody")}`)).toEqual({ status: 404, body: { data: {} } });
    expect((await fetch(base, { method: "POST" })).status).toBe(405);
  });

  it("tells the start, what turns bad, what is ok again, and the stop, each once", async () => {
    answers["/a"] = { body: fine() };
    write("interval = 1\nerror_interval = 1\ngreeting = Hello there", slackBlock());
    const base = await start();
    const isNow = async (status: string): Promise<void> => {
      await expect.poll(async () => (await get(base)).body.data[0]?.status, { timeout: 10_000 }).toBe(status);
    };
    await isNow("ok");
    answers["/a"] = { status: 503, body: "" };
    await isNow("error");
    await slack.arrived(2);
    const { pings } = (await get(base)).body.data[0];
    await expect.poll(async () => (await get(base)).body.data[0].pings, { timeout: 10_000 }).toBeGreaterThan(pings + 1);
    answers["/a"] = { body: fine() };
    await slack.arrived(3);
    const { code } = await stop();
    expect(code).toBe(0);
    expect(texts()).toHaveLength(4);
    const [started, bad, good, stopped] = texts();
    expect(started).toContain("Pinger has started");
    expect(slack.received[0]?.body).toContain(url("/a"));
    expect(slack.received[0]?.body).toContain("Hello there");
    expect(bad).toContain("status 503, expected below 400".replace("s", "S"));
    expect(good).toContain("is UP");
    expect(stopped).toContain("Pinger has stopped");
    expect(slack.received[0]).toMatchObject({
      path: "/api/chat.postMessage",
      headers: { authorization: "Bearer xoxb-1" },
    });
    expect(JSON.parse(slack.received[0]?.body ?? "")).toMatchObject({
      channel: "#alerts",
      username: "Pinger",
      icon_emoji: ":bell:",
    });
  });

  it("goes on after a restart where it was: a task that is still bad is not told again", async () => {
    answers["/a"] = { status: 500, body: "" };
    write("interval = 1", slackBlock());
    await start();
    await slack.arrived(2);
    await stop();
    expect(slack.received).toHaveLength(3);
    const base = await start();
    await slack.arrived(4);
    const pings = async (): Promise<number> => (await get(base)).body.data[0].pings;
    const before = await pings();
    await expect.poll(pings, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    expect(slack.received).toHaveLength(4);
    expect(existsSync(join(folder, "pinger.db"))).toBe(true);
    expect(readFileSync(join(folder, "pinger.log"), "utf8")).toMatch(/WARN the task is in error .*status 500/);
  });

  it("forgets tasks that the ini no longer names", async () => {
    answers["/a"] = { body: fine() };
    answers["/b"] = { body: fine() };
    write("interval = 60", "", ["/a", "/b"]);
    const first = await start();
    await expect.poll(async () => (await get(first)).body.data.length, { timeout: 10_000 }).toBe(2);
    await stop();
    write("interval = 60", "", ["/b"]);
    const base = await start();
    expect((await get(base)).body.data.map((task: Json) => task.url)).toEqual([url("/b")]);
  });

  it("sends nothing with only_log, says so in two lines, and sends with --send", async () => {
    answers["/a"] = { status: 500, body: "" };
    write("interval = 60\nonly_log = true", slackBlock());
    const base = await start();
    await expect.poll(async () => (await get(base)).body.data.length, { timeout: 10_000 }).toBe(1);
    const { out } = await stop();
    expect(out).toMatch(/only_log = true: nothing is sent to slack/);
    expect(out).toMatch(/set only_log = false, or start with --send/);
    expect(slack.received).toEqual([]);
    await start("--send");
    await slack.arrived(1);
  });

  it("sends a static token as it is", async () => {
    answers["/a"] = { body: fine() };
    write("interval = 60", "[token_auth]\ntoken = Token abc\nheader = X-Auth\n");
    await start();
    await expect.poll(() => asked, { timeout: 10_000 }).toEqual(["/a Token abc"]);
  });

  it("lists what is wrong in the ini with section, key and hint, and starts nothing", async () => {
    write("interval = soon", "[slack]\ntoken = x\n", []);
    const files = { [ini()]: readFileSync(ini(), "utf8") };
    const { code, err } = await cli(["pinger", "--config", "pinger.ini"], { files, cwd: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/\[main\] interval, line 2: "soon" is no number of seconds/);
    expect(err).toMatch(/\[urls\] prod.*\n {4}These are watched/);
    expect(err).toMatch(/\[slack\] channel: It is missing or empty\.\n {4}Name the channel/);
    expect(existsSync(join(folder, "pinger.db"))).toBe(false);
  });
});
