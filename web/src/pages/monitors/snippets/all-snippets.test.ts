import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Schedule } from "../../../api/schedules.ts";
import { allSnippets } from "./all-snippets.ts";
import type { SnippetFacts } from "./snippet.ts";

const ID = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";
const BIN = fileURLToPath(new URL("../../../../../server/bin/watchbell.js", import.meta.url));
const NIGHTLY: Schedule = {
  type: "cron",
  expression: "30 2 * * *",
  timezone: "Europe/Berlin",
  graceSeconds: 3_600,
  allowedMisses: 0,
  calendar: null,
};
const FACTS: SnippetFacts = {
  pingUrl: `https://watch.example.org/ping/${ID}`,
  name: 'Nightly "backup" 100%',
  schedule: NIGHTLY,
  command: "/path/to/job",
};

const has = (tool: string, flag = "--version"): boolean => spawnSync(tool, [flag]).status === 0;

function codeOf(id: string, facts: Partial<SnippetFacts> = {}): string {
  const found = allSnippets({ ...FACTS, ...facts }).find((snippet) => snippet.id === id);
  return found?.code ?? `there is no snippet ${id}`;
}

it("every snippet is complete, names the monitor's address and is one of its kind", () => {
  const snippets = allSnippets(FACTS);
  expect(new Set(snippets.map(({ id }) => id)).size).toBe(11);
  for (const { code, about } of snippets) {
    expect(`${about}\n${code}`).toContain(FACTS.pingUrl);
    expect(code).not.toMatch(/undefined|\[object|null,/);
    expect(code.endsWith("\n")).toBe(true);
  }
});

it("a name goes nowhere where it would be read as code", () => {
  const name = 'x"; rm -rf / #\\ %h';
  for (const { code } of allSnippets({ ...FACTS, name })) expect(code).not.toContain('"x"; rm');
  expect(codeOf("systemd", { name })).toContain('Description=x"; rm -rf / #\\\\ %%h');
  expect(codeOf("kubernetes", { name })).toContain("name: x-rm-rf-h\n");
  expect(codeOf("github", { name })).toContain(String.raw`name: "x\"; rm -rf / #\\ %h"`);
  expect(codeOf("kubernetes", { name: "Резервная копия" })).toContain("name: my-job\n");
});

it("the monitor's own times are in those that have times, with their zone", () => {
  expect(codeOf("crontab")).toContain("\n30 2 * * *  curl");
  expect(codeOf("systemd")).toContain("OnCalendar=*-*-* 02:30:00 Europe/Berlin\n");
  expect(codeOf("kubernetes")).toContain('  schedule: "30 2 * * *"\n  timeZone: "Europe/Berlin"\n');
  expect(codeOf("github")).toContain("GitHub goes by UTC; your schedule is in Europe/Berlin.");
});

describe("a snippet that is run", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-snippets-"));
  const heard: { readonly path: string; readonly body: string }[] = [];
  const sink = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on("data", (chunk: Buffer) => body.push(chunk));
    request.on("end", () => {
      heard.push({ path: request.url?.replace(`/ping/${ID}`, "") ?? "", body: Buffer.concat(body).toString() });
      response.end("OK");
    });
  });
  let pingUrl = "";

  beforeAll(async () => {
    await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
    pingUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/ping/${ID}`;
    writeFileSync(join(folder, "watchbell"), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    chmodSync(join(folder, "watchbell"), 0o755);
  });
  afterAll(async () => {
    await new Promise((resolve) => sink.close(resolve));
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => void heard.splice(0));

  /** Runs a program to its end and says its exit code; the sink is in this process, so it may not block. */
  const run = (tool: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const path = `${folder}:${process.env.PATH ?? ""}`;
    const child = spawn(tool, args, { env: { ...process.env, PATH: path, ...env }, stdio: "ignore" });
    return new Promise<number | null>((resolve) => child.once("close", resolve));
  };
  const paths = (): readonly string[] => heard.map(({ path }) => path);
  const file = (name: string, code: string): string => {
    writeFileSync(join(folder, name), code);
    return join(folder, name);
  };
  const runIdsOf = (): ReadonlySet<string> => new Set(paths().map((path) => path.split("?rid=")[1] ?? ""));
  const ends = (): readonly string[] => paths().map((path) => path.split("?")[0] ?? "");

  it.skipIf(!has("curl"))("curl pings what it says (skipped where curl is not installed)", async () => {
    expect(await run("sh", ["-c", codeOf("curl", { pingUrl })])).toBe(0);
    expect(paths()).toEqual(["", "/fail", "/start"]);
  });

  it.skipIf(!has("curl"))("a crontab line tells the exit status (skipped where curl is not installed)", async () => {
    const [setting = "", line = ""] = codeOf("crontab", { pingUrl, command: "(exit 3)" }).trim().split("\n").slice(-2);
    await run("sh", ["-c", line.replace("30 2 * * *", "")], { PING: setting.replace("PING=", "") });
    expect(paths()).toEqual(["/start", "/3"]);
  });

  it.skipIf(!has("curl")).each([
    ["true", 0],
    ["false", 1],
    ["kill -TERM $$", 143],
    ["no-such-command-here", 127],
  ])("a Bash script that does `%s` tells %d and ends with it (skipped without curl)", async (command, status) => {
    expect(await run("bash", ["-c", codeOf("bash", { pingUrl, command })])).toBe(status);
    expect(ends()).toEqual(["/start", `/${status}`]);
    expect([...runIdsOf()]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it.skipIf(!has("curl")).each([
    [{ EXIT_CODE: "exited", EXIT_STATUS: "7" }, "/7"],
    [{ EXIT_CODE: "killed", EXIT_STATUS: "TERM" }, "/fail"],
  ])("what systemd runs at the end, with %o, tells %s (skipped without curl)", async (env, path) => {
    const [, script = ""] = /^ExecStopPost=-\/bin\/sh -c '(.*)'$/m.exec(codeOf("systemd", { pingUrl })) ?? [];
    await run("sh", ["-c", script.replaceAll("$$", "$")], { ...env, PING: pingUrl });
    expect(paths()).toEqual([path]);
  });

  it.skipIf(!has("systemd-analyze"))(
    "systemd takes both units (skipped where systemd-analyze is not installed)",
    () => {
      const code = codeOf("systemd", { command: "/bin/true" });
      const [service = "", timer = ""] = code.split(/^# \/etc\/systemd\/system\/\S+\n/m).slice(1);
      const units = [file("nightly-backup-100.service", service), file("nightly-backup-100.timer", timer)];
      const verified: SpawnSyncReturns<Buffer> = spawnSync("systemd-analyze", ["verify", "--man=no", ...units]);
      expect([verified.status, String(verified.stderr)]).toEqual([0, ""]);
    },
  );

  it.skipIf(!has("python3"))(
    "Python tells a good end and a bad one (skipped where python3 is not installed)",
    async () => {
      const code = codeOf("python", { pingUrl });
      expect(await run("python3", ["-c", code])).toBe(0);
      expect(await run("python3", ["-c", code.replace('print("Put', 'raise ValueError("Put')])).toBe(1);
      expect(ends()).toEqual(["/start", "/0", "/start", "/fail"]);
      expect(heard.at(-1)?.body).toContain("ValueError: Put your job here.");
      expect(runIdsOf().size).toBe(2);
    },
  );

  it("Node.js tells a good end and a bad one", async () => {
    const code = codeOf("node", { pingUrl });
    expect(await run(process.execPath, [file("job.mjs", code)])).toBe(0);
    const bad = file("bad.mjs", code.replace('console.log("Put', 'throw new Error("Put'));
    expect(await run(process.execPath, [bad])).toBe(1);
    expect(ends()).toEqual(["/start", "/0", "/start", "/fail"]);
    expect(heard.at(-1)?.body).toContain("Error: Put your job here.");
    expect(runIdsOf().size).toBe(2);
  });

  it.skipIf(!has("wget"))(
    "the script of a CronJob tells how it ended (skipped where wget is not installed)",
    async () => {
      const [, block = ""] = codeOf("kubernetes", { command: "(exit 4)" }).split("- |\n");
      expect(await run("sh", ["-c", block.replaceAll(/^ {18}/gm, "")], { PING: pingUrl })).toBe(4);
      expect(paths()).toEqual(["/start", "/4"]);
    },
  );

  it.skipIf(!has("go", "version"))("Go tells a good end (skipped where go is not installed)", async () => {
    expect(await run("go", ["run", file("job.go", codeOf("go", { pingUrl }))])).toBe(0);
    expect(ends()).toEqual(["/start", "/0"]);
  });

  it.skipIf(!has("pwsh"))("PowerShell tells the exit code (skipped where pwsh is not installed)", async () => {
    const code = codeOf("powershell", { pingUrl }).replace('"C:\\path\\to\\job.exe"', "/bin/sh -c 'exit 5'");
    expect(await run("pwsh", ["-NoProfile", "-File", file("job.ps1", code)])).toBe(5);
    expect(ends()).toEqual(["/start", "/5"]);
  });

  it("our own `watchbell run` tells how it ended", async () => {
    const [line = ""] = codeOf("watchbell", { pingUrl, command: "sh -c 'exit 6'" }).split("\n");
    expect(await run("sh", ["-c", line])).toBe(6);
    expect(ends()).toEqual(["/start", "/6"]);
  });
});
