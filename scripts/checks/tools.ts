import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import type { Check, CheckResult } from "./check.ts";

/** A program of node_modules/.bin, and how to read from its output how much it looked at. */
export interface Tool {
  readonly name: string;
  readonly remedy: string;
  readonly unit: string;
  readonly command: string;
  readonly args: readonly string[];
  countLooked(output: string, root: string): number;
}

/** The linters, the compiler and the search for dead code, cheapest first. */
export const TOOLS: readonly Tool[] = [
  {
    name: "biome (format, lint)",
    remedy: "`npm run format` mends the format and what is safe to mend; the rest is explained above.",
    unit: "files",
    command: "biome",
    args: ["ci", "--colors=off", "--error-on-warnings", "."],
    countLooked: (output) => firstNumber(/Checked (\d+) files/, output),
  },
  {
    name: "oxlint (type-aware lint)",
    remedy: "Await the promise, hand it on, or write `void` before it with a reason why nobody waits.",
    unit: "files",
    command: "oxlint",
    args: ["--deny-warnings"],
    countLooked: (output) => firstNumber(/on (\d+) files? with/, output),
  },
  {
    name: "tsc (types)",
    remedy: "Mend the types; a cast or an ignored line needs a very good reason.",
    unit: "files",
    command: "tsc",
    args: ["--noEmit", "--pretty", "false", "--listFiles"],
    countLooked: (output, root) => output.split("\n").filter((line) => isOwnFile(line, root)).length,
  },
  {
    name: "tsc (types of web)",
    remedy: "Mend the types; what an answer of the API looks like is said by its schema in server/src/http.",
    unit: "files",
    command: "tsc",
    args: ["--noEmit", "--pretty", "false", "--listFiles", "--project", "web"],
    countLooked: (output, root) => output.split("\n").filter((line) => isOwnFile(line, root)).length,
  },
  {
    name: "knip (dead code)",
    remedy: "Delete what nobody uses, or stop exporting it; a dependency is removed with `npm uninstall`.",
    unit: "files",
    command: "knip",
    args: [
      "--no-progress",
      "--treat-config-hints-as-errors",
      "--reporter",
      "symbols",
      "--reporter",
      "./scripts/checks/knip-count.js",
    ],
    countLooked: (output) => firstNumber(/knip looked at (\d+) files/, output),
  },
];

/** Runs a tool over the repository. */
export function runTool(tool: Tool, root: string): CheckResult {
  const bin = join(root, "node_modules", ".bin");
  const run = spawnSync(join(bin, tool.command), tool.args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${run.stdout}${run.stderr}${run.error ?? ""}`;
  const failed = run.status !== 0;
  return {
    looked: tool.countLooked(output, root),
    unit: tool.unit,
    findings: failed ? [{ where: tool.command, what: `ended with exit code ${run.status}` }] : [],
    ...(failed ? { output: withoutFileList(output, root) } : {}),
  };
}

/** A tool as a check like the others. */
export function toolCheck(tool: Tool): Check {
  return { name: tool.name, remedy: tool.remedy, run: (root) => runTool(tool, root) };
}

function isOwnFile(line: string, root: string): boolean {
  return line.startsWith(`${root}/`) && !line.includes("/node_modules/");
}

/** The compiler's list of files is for counting, not for reading. */
function withoutFileList(output: string, root: string): string {
  return output
    .split("\n")
    .filter((line) => !/^\/.*\.d\.[cm]?ts$/.test(line) && !isOwnFile(line, root))
    .join("\n");
}

function firstNumber(pattern: RegExp, output: string): number {
  return Number(pattern.exec(output)?.[1] ?? 0);
}
