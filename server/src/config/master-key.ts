import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileFault } from "./environment.ts";

/** The key that secrets at rest are sealed with, and where it came from. */
export interface MasterKey {
  readonly key: Uint8Array;
  /** `environment`, or the path of the key file. */
  readonly source: string;
  /** True when the key file was made just now. */
  readonly created: boolean;
  /** One sentence when others can read the key file; null when all is well. */
  readonly warning: string | null;
}

/** The key file cannot be used; the message says what to do. */
export class MasterKeyFault extends Error {
  override readonly name = "MasterKeyFault";
}

const FILE_NAME = "master.key";
const OWNER_ONLY = 0o600;
const MIN_LENGTH = 32;

/** The path of the key file in a data folder. */
export function masterKeyPath(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/** Takes the master key from the settings, from the key file, or makes that file. The same text gives the same key either way. */
export function loadMasterKey(from: { readonly secretKey: string | null; readonly dataDir: string }): MasterKey {
  if (from.secretKey !== null) {
    return { key: Buffer.from(from.secretKey, "utf8"), source: "environment", created: false, warning: null };
  }
  const path = masterKeyPath(from.dataDir);
  return readKeyFile(path) ?? createKeyFile(path);
}

/** The key that is to take the place of the one in the key file: made now, or by a rotation that was not ended. */
export function loadNextMasterKey(dataDir: string): MasterKey {
  const path = nextKeyPath(dataDir);
  return readKeyFile(path) ?? createKeyFile(path);
}

/**
 * Puts the next key in the place of the key file, in one step, and keeps the old one beside it: older backups need it.
 * Says where the old one lies.
 */
export function adoptNextMasterKey(dataDir: string, oldFingerprint: string): string {
  const [path, next] = [masterKeyPath(dataDir), nextKeyPath(dataDir)];
  const kept = keptKeyPath(dataDir, oldFingerprint);
  try {
    if (!existsSync(kept)) placeKey(path, kept, readFileSync(path, "utf8"));
    renameSync(next, path);
    syncFolder(dataDir);
  } catch (error) {
    throw new MasterKeyFault(
      `The new key file ${next} cannot be put in the place of ${path} (${errorCode(error)}). Everything is sealed with the new key already: let this user write to the folder and run \`watchbell rotate-key\` again.`,
      { cause: error },
    );
  }
  return kept;
}

/** Where a key that is no longer used lies, by its fingerprint. */
export function keptKeyPath(dataDir: string, fingerprint: string): string {
  return `${masterKeyPath(dataDir)}.old-${fingerprint}`;
}

function nextKeyPath(dataDir: string): string {
  return `${masterKeyPath(dataDir)}.next`;
}

/** Reads the key file; null when there is none. */
export function readMasterKeyFile(dataDir: string): MasterKey | null {
  return readKeyFile(masterKeyPath(dataDir));
}

function readKeyFile(path: string): MasterKey | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw new MasterKeyFault(`The key file ${path} ${fileFault(error)}. Start Watchbell as the user who owns it.`, {
      cause: error,
    });
  }
  if (text.length < MIN_LENGTH) {
    throw new MasterKeyFault(
      `The key file ${path} is damaged: it has ${text.length} characters, a key has ${MIN_LENGTH} or more. Restore it from a backup; without it the stored credentials cannot be read.`,
    );
  }
  return { key: Buffer.from(text, "utf8"), source: path, created: false, warning: modeWarning(path) };
}

/** Windows has no such modes; there the folder's own rights protect the file. */
function modeWarning(path: string): string | null {
  if (process.platform === "win32") return null;
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `Others on this machine can read the key file (mode ${mode.toString(8).padStart(4, "0")}); run: chmod 600 ${path}`;
}

/**
 * The key is written to a file of its own first and then linked to its name, which fails when that exists: a crash
 * leaves no half-written key, and of two servers that start at once both use the key of the first.
 */
function createKeyFile(path: string): MasterKey {
  const dataDir = dirname(path);
  const secret = randomBytes(MIN_LENGTH).toString("base64url");
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeDurably(draft, `${secret}\n`);
    placeKey(draft, path, `${secret}\n`);
    syncFolder(dataDir);
  } catch (error) {
    if (!isCode(error, "EEXIST")) {
      throw new MasterKeyFault(
        `The key file ${path} cannot be made (${errorCode(error)}). Let this user write to the folder, name another with WATCHBELL_DATA_DIR, or set WATCHBELL_SECRET_KEY.`,
        { cause: error },
      );
    }
    const other = readKeyFile(path);
    if (other !== null) return other;
    throw new MasterKeyFault(`${dataDir} is in the way: it is no folder. Name another with WATCHBELL_DATA_DIR.`, {
      cause: error,
    });
  } finally {
    rmSync(draft, { force: true });
  }
  return { key: Buffer.from(secret, "utf8"), source: path, created: true, warning: null };
}

/** Some file systems have no hard links; there an exclusive write has to do. */
function placeKey(draft: string, path: string, text: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (isCode(error, "EEXIST")) throw error;
    writeDurably(path, text);
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", OWNER_ONLY);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
