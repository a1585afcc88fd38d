import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { type FakeAnswer, type FakeApi, startFakeApi } from "../../test/fake-api.ts";
import { cli, startCli } from "../../test/run-cli.ts";

const OK: FakeAnswer = { status: 200, text: "OK", headers: { "ping-body-limit": "10000" } };
const ALL_OK = Object.fromEntries(
  ["GET", "POST"].flatMap((method) =>
    ["start", "0", "1", "3", "126", "127", "130", "143"].map((end) => [`${method} /ping/key/job/${end}`, OK]),
  ),
);

/** The command line that runs a piece of JavaScript as the job. */
function job(script: string, ...options: readonly string[]): readonly string[] {
  return ["run", "--slug", "job", ...options, "--", process.execPath, "-e", script];
}

function envFor(api: Pick<FakeApi, "url">): Readonly<Record<string, string>> {
  return { WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" };
}

/** An address of this machine at which nothing listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("watchbell run", () => {
  it("tells the start, then the end with the output's tail, under one run id", async () => {
    await using api = await startFakeApi(ALL_OK);
    const ran = await cli(job("console.log('to stdout'); console.error('to stderr')"), { env: envFor(api) });
    expect(ran).toEqual({ code: 0, out: "to stdout\n", err: "to stderr\n" });
    const [start, end] = api.seen;
    expect(start).toMatchObject({
      method: "GET",
      path: expect.stringMatching(/^\/ping\/key\/job\/start\?rid=[0-9a-f-]{36}$/),
    });
    expect(end).toMatchObject({ method: "POST", path: start?.path.replace("/start?", "/0?") });
    expect(end?.body.split("\n").sort()).toEqual(["", "to stderr", "to stdout"]);
    expect(api.seen).toHaveLength(2);
  });

  it("ends as its command ends, and says how", async () => {
    await using api = await startFakeApi(ALL_OK);
    const ran = await cli(job("process.exit(3)"), { env: envFor(api) });
    expect(ran).toEqual({ code: 3, out: "", err: "" });
    expect(api.seen.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).toEqual([
      "GET /ping/key/job/start",
      "GET /ping/key/job/3",
    ]);
  });

  it("passes arguments on untouched, also those that look like its own", async () => {
    await using api = await startFakeApi(ALL_OK);
    const script = "console.log(JSON.stringify(process.argv.slice(1)))";
    const ran = await cli([...job(script), "--", "--slug", "-x", "a b", "$HOME", "--"], { env: envFor(api) });
    expect(JSON.parse(ran.out)).toEqual(["--slug", "-x", "a b", "$HOME", "--"]);
  });

  it("passes output through while the command runs, not only at its end", async () => {
    await using api = await startFakeApi(ALL_OK);
    const running = startCli(
      job("process.on('SIGTERM', () => process.exit(0)); process.stdout.write('first'); setInterval(() => {}, 1e6)"),
      {
        env: envFor(api),
      },
    );
    await until(() => running.out() === "first");
    running.signal("SIGTERM");
    expect(await running.done).toMatchObject({ code: 0, out: "first" });
  });

  it("sends the end of a long output, as much as was asked for", async () => {
    await using api = await startFakeApi(ALL_OK);
    const script = "for (let i = 0; i < 20000; i++) console.log('line ' + i)";
    const ran = await cli(job(script, "--tail", "30"), { env: envFor(api) });
    expect(ran.out.length).toBeGreaterThan(200_000);
    expect(api.seen[1]?.body).toBe("e 19997\nline 19998\nline 19999\n");
  });

  it("sends no more than the server keeps, so that the end is not cut off there", async () => {
    await using api = await startFakeApi({
      ...ALL_OK,
      "GET /ping/key/job/start": { ...OK, headers: { "ping-body-limit": "4" } },
    });
    await cli(job("process.stdout.write('0123456789')"), { env: envFor(api) });
    expect(api.seen[1]?.body).toBe("6789");
  });

  it("asks for the monitor to be made with both pings", async () => {
    await using api = await startFakeApi(ALL_OK);
    await cli(job("", "--create"), { env: envFor(api) });
    for (const { path } of api.seen) expect(path).toMatch(/\?rid=[0-9a-f-]{36}&create=1$/);
  });

  it("takes a ping URL instead of a slug", async () => {
    const id = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";
    await using api = await startFakeApi({ [`GET /ping/${id}/start`]: OK, [`GET /ping/${id}/0`]: OK });
    const ran = await cli(["run", "--ping", `${api.url}/ping/${id}`, "--", process.execPath, "-e", ""]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(api.seen).toHaveLength(2);
  });

  it("says 127 for a command that is not there, and tells the monitor why", async () => {
    await using api = await startFakeApi(ALL_OK);
    const ran = await cli(["run", "--slug", "job", "--", "no-such-command-here"], { env: envFor(api) });
    expect(ran).toEqual({ code: 127, out: "", err: "watchbell: no-such-command-here: command not found\n" });
    expect(api.seen[1]).toMatchObject({ method: "POST", body: "watchbell: no-such-command-here: command not found\n" });
    expect(api.seen[1]?.path).toMatch(/\/127\?/);
  });

  it("says 126 for a file that cannot be run", async () => {
    await using api = await startFakeApi(ALL_OK);
    const ran = await cli(["run", "--slug", "job", "--", import.meta.dirname], { env: envFor(api) });
    expect(ran).toMatchObject({ code: 126, err: expect.stringContaining("permission denied") });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("passes %s on and ends with %d when it killed the command", async (signal, code) => {
    await using api = await startFakeApi(ALL_OK);
    const running = startCli(job("console.log('ready'); setInterval(() => {}, 1e6)"), { env: envFor(api) });
    await until(() => running.out() === "ready\n");
    running.signal(signal);
    expect(await running.done).toMatchObject({ code, err: "" });
    expect(api.seen[1]).toMatchObject({ body: "ready\n", path: expect.stringMatching(new RegExp(`/${code}\\?`)) });
  });

  it("does not repeat the SIGINT that a terminal sends to the command itself", async () => {
    await using api = await startFakeApi(ALL_OK);
    const script =
      "let n = 0; process.on('SIGINT', () => n++); process.on('SIGTERM', () => process.exit(n)); console.log('ready'); setInterval(() => {}, 1e6)";
    const running = startCli(job(script), { env: envFor(api), interactive: true });
    await until(() => running.out() === "ready\n");
    running.signal("SIGINT");
    running.signal("SIGTERM");
    expect(await running.done).toMatchObject({ code: 0 });
  });
});

describe("watchbell run while Watchbell is away", () => {
  it("runs the command as ever, with one line for each ping", async () => {
    const url = await deadAddress();
    const ran = await cli(job("console.log('done'); process.exit(3)", "--ping-timeout", "200ms"), {
      env: envFor({ url }),
    });
    expect(ran.code).toBe(3);
    expect(ran.out).toBe("done\n");
    expect(ran.err.trimEnd().split("\n")).toEqual([
      "watchbell: the start ping failed: nothing listens there. The command is not affected.",
      "watchbell: the end ping failed: nothing listens there. The command is not affected.",
    ]);
  });

  it("starts the command at once when the server does not answer, and sends the end after the start is given up", async () => {
    await using api = await startFakeApi({ ...ALL_OK, "GET /ping/key/job/start": "hang" });
    const running = startCli(job("console.log('ran')", "--ping-timeout", "700ms"), { env: envFor(api) });
    await until(() => running.out() === "ran\n");
    const ran = await running.done;
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining("the start ping failed: no answer in time") });
    expect(api.seen.map(({ path }) => path.split("?")[0])).toEqual(["/ping/key/job/start", "/ping/key/job/0"]);
  });

  it("leaves at once when told to while it only waits for the server", async () => {
    await using api = await startFakeApi({ ...ALL_OK, "GET /ping/key/job/0": "hang" });
    const running = startCli(job("", "--ping-timeout", "1h"), { env: envFor(api) });
    await until(() => api.seen.length === 2);
    running.signal("SIGTERM");
    expect(await running.done).toMatchObject({ code: 0, err: expect.stringContaining("the end ping failed") });
  });

  it("says what to do when there is no such monitor", async () => {
    const missing: FakeAnswer = { status: 404, text: "not found" };
    await using api = await startFakeApi({ "GET /ping/key/job/start": missing, "GET /ping/key/job/0": missing });
    const ran = await cli(job(""), { env: envFor(api) });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain(
      "the start ping failed: HTTP 404, not found (is the slug right? --create makes the monitor)",
    );
  });
});

describe("watchbell run, wrongly used", () => {
  it.each([
    [["run", "--", "true"], "A monitor is needed"],
    [["run", "--slug", "a", "--ping", "http://127.0.0.1/ping/x", "--", "true"], "A monitor is needed"],
    [["run", "--slug", "Job", "--", "true"], "no ping URL, no id and no slug"],
    [["run", "--slug", "job", "--tail", "10k", "--", "true"], "--tail 10k is no number of bytes"],
    [["run", "--slug", "job", "--ping-timeout", "5", "--", "true"], "--ping-timeout 5 is no duration"],
    [["run", "--slug", "job"], "missing required argument"],
  ])("ends with 2 for %j and runs nothing", async (args, text) => {
    const ran = await cli(args, { env: { WATCHBELL_PING_KEY: "key" } });
    expect(ran).toMatchObject({ code: 2, out: "", err: expect.stringContaining(text) });
  });

  it("ends with 2 when the slug comes without a ping key", async () => {
    expect(await cli(job(""))).toMatchObject({ code: 2, err: expect.stringContaining("WATCHBELL_PING_KEY") });
  });
});

/** Waits for something that another process brings about. */
async function until(condition: () => boolean): Promise<void> {
  const { setTimeout } = await import("node:timers/promises");
  while (!condition()) await setTimeout(5);
}
