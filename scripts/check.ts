/**
 * `npm run check`: everything that can be said about the repository without running it. `npm run check -- floors tsc`
 * runs those whose name begins so; `--json FILE` also writes the counts.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Check, type CheckResult, isClean } from "./checks/check.ts";
import { docPaths } from "./checks/doc-paths.ts";
import { fileSize } from "./checks/file-size.ts";
import { firstLoad } from "./checks/first-load.ts";
import { floors } from "./checks/floors.ts";
import { lambdaSize } from "./checks/lambda-size.ts";
import { lockFile } from "./checks/lock-file.ts";
import { machineTraces } from "./checks/machine-traces.ts";
import { pureRooms } from "./checks/pure-rooms.ts";
import { TOOLS, toolCheck } from "./checks/tools.ts";
import { webImports } from "./checks/web-imports.ts";

const CHECKS: readonly Check[] = [
  ...TOOLS.map(toolCheck),
  floors,
  pureRooms,
  webImports,
  docPaths,
  fileSize,
  lockFile,
  machineTraces,
  firstLoad,
  lambdaSize,
];

interface Done {
  readonly check: Check;
  readonly result: CheckResult;
  readonly seconds: number;
}

function runCheck(check: Check, root: string): Done {
  const startedAt = performance.now();
  const result = tryCheck(check, root);
  return { check, result, seconds: (performance.now() - startedAt) / 1000 };
}

/** A check that breaks has not passed; the others still run. */
function tryCheck(check: Check, root: string): CheckResult {
  try {
    return check.run(root);
  } catch (error) {
    const output = error instanceof Error ? error.stack : String(error);
    return { looked: 0, unit: "files", findings: [{ where: check.name, what: "broke" }], output: output ?? "" };
  }
}

function explain({ check, result }: Done): string {
  const findings = result.findings.map(({ where, what }) => `  ${where} ${what}`);
  if (result.looked === 0) findings.push(`  It looked at no ${result.unit} at all, so it proves nothing.`);
  const output = result.output === undefined ? [] : [result.output.trimEnd()];
  return [`${check.name}:`, ...output, ...findings, `  To mend: ${check.remedy}`, ""].join("\n");
}

function table(done: readonly Done[]): string {
  const rows = done.map(({ check, result, seconds }) => {
    const verdict = isClean(result) ? "ok    " : "FAILED";
    return `${verdict} ${check.name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s  ${result.looked} ${result.unit}`;
  });
  return rows.join("\n");
}

function main(): number {
  const { values, positionals } = parseArgs({ options: { json: { type: "string" } }, allowPositionals: true });
  const root = join(import.meta.dirname, "..");
  const chosen = CHECKS.filter(
    ({ name }) => positionals.length === 0 || positionals.some((wanted) => name.startsWith(wanted)),
  );
  const done = chosen.map((check) => runCheck(check, root));
  const failed = done.filter(({ result }) => !isClean(result));
  process.stdout.write(`${failed.map(explain).join("\n")}\n${table(done)}\n`);
  const passed = done.length - failed.length;
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ passed, failed: failed.length }));
  if (done.length === 0) process.stderr.write(`No check is called ${positionals.join(" or ")}.\n`);
  return failed.length === 0 && done.length > 0 ? 0 : 1;
}

process.exitCode = main();
