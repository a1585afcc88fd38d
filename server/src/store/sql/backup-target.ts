import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The backup or the restore cannot be made; the message says why and what to do. */
export class BackupRefused extends Error {
  override readonly name = "BackupRefused";
}

/** What every file of SQLite begins with (https://sqlite.org/fileformat.html#magic_header_string). */
const SQLITE_HEADER = "SQLite format 3\0";

/** Throws BackupRefused where a backup must not go: with `force` it replaces an earlier one, and nothing else at all. */
export function refuseTarget({ path, file, force }: { path: string; file: string; force: boolean }): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new BackupRefused(`There is no folder ${folder}. Make it first.`);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return;
  const own = statSync(path);
  if (found.dev === own.dev && found.ino === own.ino) {
    throw new BackupRefused(`${file} is the database itself. Name another file.`);
  }
  if (found.isDirectory()) throw new BackupRefused(`${file} is a folder. Name a file in it.`);
  if (!force) throw existing(file);
  // A database that is in use is more than its file.
  if (!found.isFile() || !isSqlite(file, found.size) || existsSync(`${file}-wal`)) {
    throw new BackupRefused(`${file} is no backup, and nothing else is replaced. Name another file.`);
  }
}

/** What to say when a file of this name is there, or came meanwhile. */
export function existing(file: string): BackupRefused {
  return new BackupRefused(`${file} exists already. Name another file, or replace it with --force.`);
}

function isSqlite(file: string, size: number): boolean {
  if (size === 0) return true;
  const header = Buffer.alloc(SQLITE_HEADER.length);
  const opened = openSync(file, "r");
  try {
    readSync(opened, header);
  } finally {
    closeSync(opened);
  }
  return header.toString("latin1") === SQLITE_HEADER;
}

const SQLITE_FULL = 13;

const WHY: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there. Name a file in a folder that it may write to.",
  EPERM: "this user may not write there. Name a file in a folder that it may write to.",
  EROFS: "the file system is read-only. Name a file on another one.",
  ENOSPC: "the disk is full. Free some space, or name a file on another disk.",
  EDQUOT: "the disk is full for this user. Free some space, or name a file on another disk.",
};

/** What to say when a backup could not be written; the error as it is when it is about something else. */
export function unwritable(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isFull = "errcode" in error && error.errcode === SQLITE_FULL;
  const code = isFull ? "ENOSPC" : "code" in error ? String(error.code) : "";
  const why = WHY[code];
  return why === undefined ? error : new BackupRefused(`${file} cannot be written: ${why}`, { cause: error });
}
