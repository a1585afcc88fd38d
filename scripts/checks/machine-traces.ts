import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Check, Finding } from "./check.ts";
import { listRepositoryFiles } from "./list-files.ts";

/** What no tracked file may hold: where the repository lies on this machine, and where packages were fetched from. */
export function tracesOf(root: string, home: string, registry: string): readonly string[] {
  const host = URL.canParse(registry) ? new URL(registry).host : "";
  // Written in two parts, so that this file is not its own finding.
  const publicRegistry = `registry.${"npmjs"}.org`;
  return [...new Set([`${root}/`, `${home}/`, host, publicRegistry])].filter((trace) => trace.length > 5);
}

/** Finds the lines of a file that hold a trace. */
export function findTraces(path: string, text: string, traces: readonly string[]): readonly Finding[] {
  if (!traces.some((trace) => text.includes(trace))) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      traces
        .filter((trace) => line.includes(trace))
        .map((trace) => ({ where: `${path}:${index + 1}`, what: `mentions ${trace}` })),
    );
}

/** Checks that the repository says nothing of the machine it was written on. */
export const machineTraces: Check = {
  name: "machine traces",
  remedy: "Write paths from the repository's root and leave hosts of package registries out.",
  run(root) {
    const registry = spawnSync("npm", ["config", "get", "registry"], { cwd: root, encoding: "utf8" }).stdout.trim();
    const traces = tracesOf(root, homedir(), registry);
    const files = listRepositoryFiles(root);
    const findings = files.flatMap((path) => findTraces(path, readFileSync(join(root, path), "utf8"), traces));
    return { looked: files.length, unit: "files", findings };
  },
};
