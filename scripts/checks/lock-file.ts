import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, Finding } from "./check.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  /** True for a workspace. */
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What is read of package-lock.json. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Finds what would make the lock file tell where it was made, or fail on another platform. */
export function findLockFaults(lock: LockFile): readonly Finding[] {
  const installed = Object.entries(lock.packages).filter(([path]) => path.includes("node_modules/"));
  const addresses = installed
    .filter(([, entry]) => entry.resolved?.includes(":") || (entry.link !== true && entry.integrity === undefined))
    .map(([path, { resolved }]) => ({
      where: path,
      what: resolved?.includes(":") ? "names where it was downloaded from" : "has no integrity",
    }));
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(lock, path, name))
      .map((name) => ({ where: path, what: `its platform package ${name} is not locked, so \`npm ci\` refuses` })),
  );
  return [...addresses, ...missing];
}

/** Looks a dependency up as Node does: beside the package, then in each folder above it. */
function isLocked({ packages }: LockFile, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined) return true;
    if (!folder.includes("/node_modules/")) return packages[`node_modules/${name}`] !== undefined;
  }
}

/** Checks that `npm ci` installs the same thing on every machine. */
export const lockFile: Check = {
  name: "lock file",
  remedy:
    "Pin exact versions whose platform packages all exist, run `npm install` with the repository's .npmrc, then `npm ci --dry-run`.",
  run(root) {
    const lock: LockFile = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const dryRun = spawnSync("npm", ["ci", "--dry-run", "--ignore-scripts"], { cwd: root, encoding: "utf8" });
    const refused = dryRun.status === 0 ? [] : [{ where: "package-lock.json", what: "`npm ci` refuses it" }];
    return {
      looked: Object.keys(lock.packages).length,
      unit: "packages",
      findings: [...findLockFaults(lock), ...refused],
      ...(dryRun.status === 0 ? {} : { output: dryRun.stderr }),
    };
  },
};
