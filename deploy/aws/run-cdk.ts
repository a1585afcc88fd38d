import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";

const ROOT = join(import.meta.dirname, "../..");
/** As add-watchbell.ts names it. */
const STACK = "Watchbell";

/** Builds what the functions run, from the checkout. */
export function buildBundle(): void {
  run("npm", ["run", "build:lambda"], ROOT);
}

/** Calls the CDK of this package, which sends nothing about us to anybody (cdk.json). */
export function runCdk(args: readonly string[]): void {
  const [verb = "", ...options] = args;
  run("npx", ["--no-install", "cdk", verb, STACK, ...options], import.meta.dirname);
}

/** Runs a command before the eyes of whoever started us; ends as it ends when it fails. */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (error) process.stderr.write(`${command} could not be started: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
