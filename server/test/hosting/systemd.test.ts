import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/config/parse-settings.ts";

const folder = join(import.meta.dirname, "../../../deploy/systemd");
/** Each unit with what its program is started with, and the folder that it may write to. */
const UNITS = [
  { name: "watchbell.service", user: "watchbell", command: "serve" },
  {
    name: "watchbell-pinger.service",
    user: "watchbell-pinger",
    command: "pinger --config /var/lib/watchbell-pinger/pinger.ini",
  },
] as const;
/** From 0 (closed) to 10 (open), times ten; below 2.0 systemd says OK. */
const EXPOSURE_LIMIT = "15";
/** `security` judges files, without a running systemd, from version 250 on. */
const version = Number(
  /^systemd (\d+)/.exec(spawnSync("systemd-analyze", ["--version"]).stdout?.toString() ?? "")?.[1],
);

function analyze(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const done = spawnSync("systemd-analyze", args, { encoding: "utf8" });
  return { code: done.status, output: `${done.stdout}${done.stderr}` };
}

describe.each(UNITS)("the systemd unit $name", ({ name, user, command }) => {
  const path = join(folder, name);
  const text = readFileSync(path, "utf8");
  /** The values of a key, in the order of the file. */
  const values = (key: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value);

  it("starts the program of the package under a user of its own, again and again, and gives it time to stop", () => {
    const program = "/opt/watchbell/node_modules/watchbell/bin/watchbell.js";
    expect(values("ExecStart")).toEqual([`/usr/bin/env node ${program} ${command}`]);
    expect([values("User"), values("Restart"), values("StartLimitIntervalSec")]).toEqual([[user], ["always"], ["0"]]);
    expect(values("KillSignal")).toEqual(["SIGTERM"]);
    expect(Number(values("TimeoutStopSec")[0])).toBeGreaterThanOrEqual(30);
  });

  it("keeps the data where it may write, and may write nowhere else", () => {
    expect([values("StateDirectory"), values("WorkingDirectory")]).toEqual([[user], [`/var/lib/${user}`]]);
    // The pinger keeps its data beside its ini.
    if (command === "serve") expect(values("Environment")).toContain("WATCHBELL_DATA_DIR=/var/lib/watchbell");
    expect([values("ProtectSystem"), values("NoNewPrivileges"), values("ReadWritePaths")]).toEqual([
      ["strict"],
      ["yes"],
      [],
    ]);
  });

  it.skipIf(Number.isNaN(version))(
    "passes systemd's own check (skipped where systemd-analyze is not installed)",
    () => {
      expect(analyze("verify", path)).toEqual({ code: 0, output: "" });
    },
  );

  it.skipIf(!(version >= 250))(
    "is closed by systemd's own measure (skipped where systemd-analyze is older than 250)",
    () => {
      const { code, output } = analyze(
        "security",
        "--offline=yes",
        `--threshold=${EXPOSURE_LIMIT}`,
        "--no-pager",
        path,
      );
      expect(code, output).toBe(0);
      expect(output).toContain("Overall exposure level");
    },
  );
});

describe("the example of the environment file", () => {
  const text = readFileSync(join(folder, "watchbell.env.example"), "utf8");
  const settingsOf = (lines: string) => {
    const env = Object.fromEntries(
      [...lines.matchAll(/^(WATCHBELL_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    return parseSettings({ env, readFile: () => "", cwd: "/" });
  };

  it("holds settings that there are, with values that are taken, also where a line is put into use", () => {
    expect(settingsOf(text)).toMatchObject({
      kind: "ok",
      settings: { baseUrl: "https://watch.example.org", trustedProxies: ["127.0.0.1", "::1"] },
    });
    expect(settingsOf(text.replace(/^#(?=WATCHBELL_)/gm, ""))).toMatchObject({
      kind: "ok",
      settings: { outgoing: "public" },
    });
  });

  it("holds no secret", () => {
    expect(text).toMatch(/^#WATCHBELL_SECRET_KEY=$/m);
  });
});
