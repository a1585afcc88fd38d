import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "../../../.ci/run");

/** Stands in for a runner: writes the counts where the flags say, if any, and ends with an exit code. */
const RUNNER = `
const [, , counts, code, ...flags] = process.argv;
const at = flags.findIndex((flag) => flag.startsWith("--outputFile") || flag === "--json");
const file = at < 0 ? undefined : (flags[at].split("=")[1] ?? flags[at + 1]);
if (counts !== "" && file) require("node:fs").writeFileSync(file, counts);
process.exit(Number(code));
`;

describe(".ci/run", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-ci-"));
  beforeAll(() => {
    mkdirSync(join(folder, ".ci"));
    cpSync(script, join(folder, ".ci/run"));
    writeFileSync(join(folder, "runner.cjs"), RUNNER);
    mkdirSync(join(folder, "deploy/aws"), { recursive: true });
    for (const lock of ["package-lock.json", "deploy/aws/package-lock.json"]) {
      writeFileSync(join(folder, lock), JSON.stringify({ lockfileVersion: 3, packages: { "": {} } }));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (testCounts: string, testCode: number): { readonly code: number | null; readonly lastLine: string } => {
    const runner = (counts: string, code: number): string => `node runner.cjs '${counts}' ${code}`;
    const scripts = {
      test: runner(testCounts, testCode),
      check: runner('{"passed":3,"failed":0}', 0),
      "test:package": runner("", 0),
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts }));
    const aws = { test: `node ../../runner.cjs '{"numPassedTests":2,"numFailedTests":0}' 0` };
    writeFileSync(join(folder, "deploy/aws/package.json"), JSON.stringify({ scripts: aws }));
    const done = spawnSync("bash", [".ci/run"], { cwd: folder, encoding: "utf8" });
    return { code: done.status, lastLine: done.stdout.trimEnd().split("\n").at(-1) ?? "" };
  };
  const counts = (passed: number, failed: number, skipped = 0): string =>
    JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped });

  it.each([
    ["sums up what ran", counts(10, 0), 0, 0, "18 passed, 0 failed"],
    ["tells what was skipped", counts(10, 0, 2), 0, 0, "18 passed, 0 failed, 2 skipped"],
    ["fails with a test", counts(9, 1), 1, 1, "17 passed, 1 failed"],
    ["fails with a runner that broke after its tests", counts(10, 0), 1, 1, "18 passed, 1 failed"],
    ["fails when a runner ran nothing", counts(0, 0), 0, 1, "8 passed, 1 failed"],
    ["fails when the counts cannot be read", "{", 0, 1, "8 passed, 1 failed"],
  ])("%s", (_what, testCounts, testCode, code, lastLine) => {
    expect(run(testCounts, testCode)).toEqual({ code, lastLine });
  });
});
