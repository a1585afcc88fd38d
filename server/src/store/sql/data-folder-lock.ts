import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Another server works on this data folder. */
export class DataFolderInUse extends Error {
  override readonly name = "DataFolderInUse";
}

const SQLITE_BUSY = 5;

/**
 * Holds an exclusive lock on a small SQLite file of its own until released. The operating system drops it when the
 * process dies, so a crash leaves nothing to clean up.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  const path = join(dataDir, "watchbell.lock");
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("pragma locking_mode = exclusive");
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
      throw new DataFolderInUse(
        `Another Watchbell works on ${dataDir}. Stop it, or give this one a folder of its own with WATCHBELL_DATA_DIR.`,
      );
    }
    throw error;
  }
  return { release: () => db.close() };
}
