import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreUnavailable } from "../../model/index.ts";
import { unavailableReason } from "./unavailable.ts";

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
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(join(dataDir, "watchbell.lock"), { timeout: 0 });
    db.exec("pragma locking_mode = exclusive");
    db.exec("begin exclusive");
  } catch (error) {
    db?.close();
    throw lockFault(error, dataDir);
  }
  const held = db;
  const close = (): void => held.close();
  // Also keeps the lock when the caller forgets what it was given: a database that nobody refers to is closed.
  process.once("exit", close);
  return {
    release() {
      process.off("exit", close);
      close();
    },
  };
}

function lockFault(error: unknown, dataDir: string): unknown {
  if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
    return new DataFolderInUse(
      `Another Watchbell works on ${dataDir}. Stop it, or give this one a folder of its own with WATCHBELL_DATA_DIR.`,
    );
  }
  const reason = unavailableReason(error);
  if (reason === null) return error;
  return new StoreUnavailable(
    `The data folder ${dataDir} cannot be used: ${reason}. It must exist and belong to the user that runs Watchbell.`,
    { cause: error },
  );
}
