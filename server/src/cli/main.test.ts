import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { startFakeApi } from "../../test/fake-api.ts";

const BIN = join(import.meta.dirname, "../../bin/watchbell.js");
const run = promisify(execFile);

/** A Node.js older than 24 on this machine's PATH; null when there is none. */
function findOldNode(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const nodes = folders.map((folder) => join(folder, "node")).filter((path) => existsSync(path));
  const old = nodes.find((path) => Number(execFileSync(path, ["-p", "process.versions.node.split('.')[0]"])) < 24);
  return old ?? null;
}

describe("bin/watchbell.js", () => {
  it("runs the program, also through the link that npm makes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchbell-bin-"));
    try {
      const link = join(folder, "watchbell");
      symlinkSync(BIN, link);
      const { stdout } = await run(process.execPath, [link, "--version"]);
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is text that a Node.js of long ago can parse", () => {
    const text = readFileSync(BIN, "utf8").replace(/^#!.*/, "");
    expect(() => new Script(text)).not.toThrow();
    const code = text.replace(/^\s*\/\/.*$/gm, "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(code).not.toMatch(/\b(?:import|export|const|let|async|await|class)\b|=>|`|\?\?|\?\./);
  });

  const oldNode = findOldNode();
  it.skipIf(oldNode === null)(
    "says in one line which Node.js it needs and how to get it (skipped where PATH has no old one)",
    async () => {
      const failed = await run(oldNode ?? "", [BIN, "serve"]).catch((error: unknown) => error);
      expect(failed).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(
          /^Watchbell needs Node\.js 24 or newer, this is v\d+\.\d+\.\d+: use `npm start` .*install Node\.js 24.*\n$/,
        ),
      });
    },
  );
});

describe("watchbell run as a process of its own", () => {
  it("passes the signal on, ends as a shell would, and reports it", async () => {
    const ok = { status: 200, text: "OK" };
    await using api = await startFakeApi({ "GET /ping/key/job/start": ok, "POST /ping/key/job/143": ok });
    const env = { ...process.env, WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" };
    const script = "console.log('ready'); setInterval(() => {}, 1e6)";
    const child = spawn(process.execPath, [BIN, "run", "--slug", "job", "--", process.execPath, "-e", script], { env });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(143);
    expect(api.seen[1]).toMatchObject({ method: "POST", body: "ready\n" });
  });

  it("ends a command whose reader went away, as the shell would", async () => {
    const ok = { status: 200, text: "OK" };
    await using api = await startFakeApi({
      "GET /ping/key/job/start": ok,
      "POST /ping/key/job/141": ok,
      "POST /ping/key/job/0": ok,
      "POST /ping/key/job/1": ok,
    });
    const env = { ...process.env, WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" };
    const child = spawn(process.execPath, [BIN, "run", "--slug", "job", "--", "yes"], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.destroy();
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBeGreaterThan(0);
    expect(api.seen).toHaveLength(2);
  });

  it("gives the command the real stdout when no tail is wanted", async () => {
    const ok = { status: 200, text: "OK" };
    await using api = await startFakeApi({ "GET /ping/key/job/start": ok, "GET /ping/key/job/7": ok });
    const env = { ...process.env, WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" };
    const script = "process.stdout.write('straight'); process.exitCode = 7";
    const args = [BIN, "run", "--slug", "job", "--tail", "0", "--", process.execPath, "-e", script];
    const failed = await run(process.execPath, args, { env }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 7, stdout: "straight", stderr: "" });
  });
});
