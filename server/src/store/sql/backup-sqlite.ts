import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BackupRefused, existing, refuseTarget, unwritable } from "./backup-target.ts";
import { inspectSqlite, type SqliteInspection } from "./inspect-sqlite.ts";

const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Writes a copy of a SQLite database beside a running server: everything that was committed when it began, nothing
 * later. It gets its name only when it is whole, checked and on the disk; says its bytes.
 */
export function backUpSqlite({ path, file, force }: { path: string; file: string; force: boolean }): number {
  const draft = `${file}.${randomBytes(6).toString("hex")}.part`;
  try {
    refuseTarget({ path, file, force });
    // Made first, so that it is never readable for others; SQLite fills a file that is empty.
    closeSync(openSync(draft, "wx", OWNER_ONLY));
    copyInto(path, draft);
    refuseUnfit(draft, inspectSqlite(draft, { thorough: true }));
    syncFile(draft);
    if (force || !linkNew(draft, file)) renameSync(draft, file);
  } catch (error) {
    throw isCode(error, "EEXIST") ? existing(file) : unwritable(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFile(dirname(file));
  return statSync(file).size;
}

/** Gives a draft the name that no other file may have; false where files have one name only, as on FAT. */
function linkNew(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].some((code) => isCode(error, code))) return false;
    throw error;
  }
}

/** The copy is made in one read transaction: writers go on meanwhile, and it sees none of what they write. */
function copyInto(path: string, draft: string): void {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.prepare("vacuum into ?").run(draft);
  } finally {
    db.close();
  }
}

/** What a restore put where. */
export interface Restored {
  /** Where the database of before lies; null when there was none. */
  readonly keptAt: string | null;
  readonly keyFingerprint: string | null;
}

/**
 * Puts a backup in the place of the database; the caller holds the lock of the data folder.
 *
 * 1. The backup is copied beside the database, checked and flushed.
 * 2. The database of before gets a second name, with what its WAL holds written into it; a damaged one keeps its WAL.
 * 3. The copy takes the first name in one step: at no instant there is no database.
 */
export function restoreSqlite({ path, file, at }: { path: string; file: string; at: string }): Restored {
  const draft = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    copyFileSync(file, draft);
    chmodSync(draft, OWNER_ONLY);
    const found = inspectBackup(draft, file);
    syncFile(draft);
    const keptAt = existsSync(path) ? keepAside(path, `${path}.before-${at}`) : null;
    renameSync(draft, path);
    syncFile(dirname(path));
    return { keptAt, keyFingerprint: found.keyFingerprint };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Looks at a backup without changing anything: whole, Watchbell's, and of a schema that this program knows. */
export function inspectBackup(path: string, name: string = path): SqliteInspection {
  let found: SqliteInspection;
  try {
    found = inspectSqlite(path, { thorough: true });
  } catch (error) {
    if (isCode(error, "ENOENT")) throw error;
    throw new BackupRefused(`${name} is no backup that can be read: ${reasonOf(error)}. Take another one.`, {
      cause: error,
    });
  }
  refuseUnfit(name, found);
  return found;
}

function refuseUnfit(name: string, { damage, schemaVersion, knownVersion, tooNew }: SqliteInspection): void {
  if (damage !== null) throw new BackupRefused(`${name} is damaged: ${damage}. Take another backup.`);
  if (schemaVersion === 0) throw new BackupRefused(`${name} is no database of Watchbell.`);
  if (tooNew) {
    throw new BackupRefused(
      `${name} has schema ${schemaVersion}; this Watchbell knows schemas up to ${knownVersion}. Use the newer version that wrote it.`,
    );
  }
}

function keepAside(path: string, aside: string): string {
  flushWal(path);
  linkSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return aside;
}

/** The last connection that closes writes the WAL into the database and removes it. */
function flushWal(path: string): void {
  try {
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      db.exec("pragma wal_checkpoint(truncate)");
    } finally {
      db.close();
    }
  } catch {
    // Damaged, which is why it is replaced: it is kept with its WAL as it is.
  }
}

function syncFile(path: string): void {
  if (process.platform === "win32") return;
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
