import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, Finding } from "./check.ts";
import { listRepositoryFiles } from "./list-files.ts";

const MOST_LINES = 250;

/** Files that are longer, each with the one reason why splitting would make them harder to read. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "web/src/app/routes.tsx": "Every page of the dashboard with its address, one after another.",
  "server/src/store/ports.ts": "What an engine must do stands in one place, most of it comments.",
};

/** Finds files that are too long without a reason, and reasons whose file is gone or short again. */
export function findLongFiles(
  sizes: ReadonlyMap<string, number>,
  reasons: Readonly<Record<string, string>>,
): readonly Finding[] {
  const long = [...sizes]
    .filter(([path, lines]) => lines > MOST_LINES && reasons[path] === undefined)
    .map(([path, lines]) => ({ where: path, what: `has ${lines} lines, more than ${MOST_LINES}` }));
  const stale = Object.keys(reasons)
    .filter((path) => (sizes.get(path) ?? 0) <= MOST_LINES)
    .map((path) => ({ where: path, what: "has a reason to be long, but is not long or not there" }));
  return [...long, ...stale];
}

/** Checks the length of every source file; tests are exempt. */
export const fileSize: Check = {
  name: "file size",
  remedy: "Split the file along its ideas, or list it in LONG_FILES of scripts/checks/file-size.ts with its reason.",
  run(root) {
    const files = listRepositoryFiles(root).filter(
      (path) => /\.[jt]sx?$/.test(path) && !/\.test\.ts$|^server\/test\/|^web\/e2e\//.test(path),
    );
    const sizes = new Map(
      files.map((path) => [path, readFileSync(join(root, path), "utf8").trimEnd().split("\n").length]),
    );
    return { looked: sizes.size, unit: "files", findings: findLongFiles(sizes, LONG_FILES) };
  },
};
