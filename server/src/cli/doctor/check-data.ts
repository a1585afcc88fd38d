import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { databasePath } from "../../config/data-paths.ts";
import { masterKeyPath, readMasterKeyFile } from "../../config/master-key.ts";
import type { Settings } from "../../config/settings.ts";
import { createVault } from "../../lib/vault.ts";
import { inspectSqlite } from "../../store/sql/inspect-sqlite.ts";
import { broken, doubtful, type Finding, fine } from "./finding.ts";

const LOW_DISK_BYTES = 200_000_000;
const FOLDER_HINT =
  "Let this user write there, see that the disk has room, or name another folder with WATCHBELL_DATA_DIR.";

/** The data folder: there, a folder, writable. Nothing is left behind in it. */
export function checkDataFolder({ dataDir }: Settings): Finding {
  if (!existsSync(dataDir)) return checkParent(dataDir);
  if (!statSync(dataDir).isDirectory()) {
    return broken("data folder", `${dataDir} is no folder.`, "Name another with WATCHBELL_DATA_DIR.");
  }
  try {
    rmdirSync(mkdtempSync(join(dataDir, `.doctor-${randomBytes(3).toString("hex")}-`)));
  } catch (error) {
    return broken("data folder", `${dataDir} cannot be written to (${reason(error)}).`, FOLDER_HINT);
  }
  return fine("data folder", `${dataDir} can be written to.`);
}

/** Whether a folder that is not there yet can be made. */
function checkParent(dataDir: string): Finding {
  let parent = dirname(dataDir);
  while (!existsSync(parent)) parent = dirname(parent);
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    return fine("data folder", `${dataDir} is not there yet; the first start makes it.`);
  } catch (error) {
    return broken("data folder", `${dataDir} is not there and cannot be made (${reason(error)}).`, FOLDER_HINT);
  }
}

/** The newest time at which something in the data folder was written; null when there is nothing. */
export function lastWriteAt(dataDir: string): number | null {
  if (!existsSync(dataDir) || !statSync(dataDir).isDirectory()) return null;
  const times = readdirSync(dataDir).map(
    (name) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** The master key, and whether the database was sealed with it. */
export function checkMasterKey(settings: Settings): Finding {
  if (settings.secretKey !== null)
    return matchKey(settings, Buffer.from(settings.secretKey, "utf8"), "WATCHBELL_SECRET_KEY is used.");
  try {
    const file = readMasterKeyFile(settings.dataDir);
    if (file !== null && file.warning !== null) return doubtful("master key", file.warning, `chmod 600 ${file.source}`);
    if (file !== null) return matchKey(settings, file.key, `${file.source} is used; back it up with the data.`);
  } catch (error) {
    return broken("master key", reason(error), "Correct the key file, or set WATCHBELL_SECRET_KEY.");
  }
  if (!existsSync(databasePath(settings.dataDir)))
    return fine("master key", "There is none yet; the first start makes one.");
  return broken(
    "master key",
    `There is a database, but no ${masterKeyPath(settings.dataDir)} and no WATCHBELL_SECRET_KEY.`,
    "Put back the key file, or set the variable, that the database was made with.",
  );
}

function matchKey({ dataDir }: Settings, key: Uint8Array, text: string): Finding {
  const fingerprint = sealedWith(databasePath(dataDir));
  if (fingerprint === null || fingerprint === createVault(key).fingerprint) return fine("master key", text);
  return broken(
    "master key",
    "The database was sealed with another key.",
    "Put back the master.key file, or the WATCHBELL_SECRET_KEY, that it was made with.",
  );
}

/** Null when it cannot be told; the check of the database says why. */
function sealedWith(path: string): string | null {
  try {
    return existsSync(path) ? inspectSqlite(path).keyFingerprint : null;
  } catch {
    return null;
  }
}

/** The database: can be opened, is whole, and of a schema that this program knows. */
export function checkDatabase({ dataDir }: Settings): Finding {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return fine("database", `${path} is not there yet; the first start makes it.`);
  try {
    const { schemaVersion, knownVersion, tooNew, damage, closed } = inspectSqlite(path);
    if (damage !== null)
      return broken(
        "database",
        `${path} is damaged: ${damage}.`,
        "Stop the server and restore the data folder from a backup.",
      );
    if (tooNew) {
      return broken(
        "database",
        `Its schema is version ${schemaVersion}; this program knows versions up to ${knownVersion}.`,
        "Start the newer Watchbell that wrote it.",
      );
    }
    if (closed !== null) return broken("database", "No server may start on it.", closed);
    if (schemaVersion < knownVersion) {
      return doubtful(
        "database",
        `Its schema is version ${schemaVersion} of ${knownVersion}.`,
        "The next start brings it up to date; `watchbell migrate` does it now.",
      );
    }
    return fine("database", `${path} is whole, schema version ${schemaVersion}.`);
  } catch (error) {
    return broken(
      "database",
      `${path} cannot be opened (${reason(error)}).`,
      "Start as the user who owns it; if it is no Watchbell database, name another folder with WATCHBELL_DATA_DIR.",
    );
  }
}

/** Room on the disk; `freeBytes` is null where it cannot be told. */
export function checkDisk(freeBytes: number | null): Finding {
  if (freeBytes === null) return doubtful("disk", "The free space cannot be told.", "Look at it with: df -h");
  const text = `${(freeBytes / 1e9).toFixed(1)} GB free.`;
  if (freeBytes < LOW_DISK_BYTES) return doubtful("disk", text, "Free some space: without room nothing is recorded.");
  return fine("disk", text);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
