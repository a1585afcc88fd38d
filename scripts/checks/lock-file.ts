import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Check, Finding } from "./check.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  /** True for a workspace. */
  readonly link?: boolean;
  /** True for what comes inside another package, under that one's integrity. */
  readonly inBundle?: boolean;
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
    .filter(([, entry]) => entry.resolved?.includes(":") || (!hasIntegrity(entry) && entry.link !== true))
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

function hasIntegrity({ integrity, inBundle }: LockedPackage): boolean {
  return integrity !== undefined || inBundle === true;
}

/** Looks a dependency up as Node does: beside the package, then in each folder above it. */
function isLocked({ packages }: LockFile, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined) return true;
    if (!folder.includes("/node_modules/")) return packages[`node_modules/${name}`] !== undefined;
  }
}

/** The packages that are installed by themselves. */
const FOLDERS = [".", "deploy/aws"] as const;

/** Checks that `npm ci` installs the same thing on every machine. */
export const lockFile: Check = {
  name: "lock files",
  remedy:
    "Pin exact versions whose platform packages all exist, run `npm install` with the repository's .npmrc, then `npm ci --dry-run`.",
  run(root) {
    const results = FOLDERS.map((folder) => checkFolder(root, folder));
    const output = results.map(({ complaint }) => complaint).join("");
    return {
      // A folder without packages has not been looked at.
      looked: results.some(({ packages }) => packages === 0) ? 0 : sum(results.map(({ packages }) => packages)),
      unit: "packages",
      findings: results.flatMap(({ findings }) => findings),
      ...(output === "" ? {} : { output }),
    };
  },
};

interface Checked {
  readonly packages: number;
  readonly findings: readonly Finding[];
  /** What npm said when it refused; empty otherwise. */
  readonly complaint: string;
}

function checkFolder(root: string, folder: string): Checked {
  const path = posix.join(folder, "package-lock.json");
  const lock: LockFile = JSON.parse(readFileSync(join(root, path), "utf8"));
  const dryRun = spawnSync("npm", ["ci", "--dry-run", "--ignore-scripts"], {
    cwd: join(root, folder),
    encoding: "utf8",
  });
  const refused = dryRun.status === 0 ? [] : [{ where: path, what: "`npm ci` refuses it" }];
  return {
    packages: Object.keys(lock.packages).length,
    findings: [...findLockFaults(lock).map(({ where, what }) => ({ where: `${path}: ${where}`, what })), ...refused],
    complaint: dryRun.status === 0 ? "" : dryRun.stderr,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
