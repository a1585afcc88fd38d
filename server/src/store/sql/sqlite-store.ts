import type { Store } from "../ports.ts";
import { migrate } from "./migrate.ts";
import { openVault } from "./open-vault.ts";
import { createSqlStore } from "./sql-store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";
import { asStoreError } from "./unavailable.ts";

export interface SqliteStoreOptions {
  /** File, or `:memory:`. */
  readonly path: string;
  readonly masterKey: Uint8Array;
  readonly baseUrl: string;
  /** Upper bound of the file in pages; absent: SQLite's own. */
  readonly maxPageCount?: number | undefined;
  /** How long a write waits for another program's lock; absent: 5 s. */
  readonly busyTimeoutMs?: number | undefined;
  /** How many monitors that make themselves one project may have; absent: 10,000. */
  readonly maxSelfMadeMonitors?: number | undefined;
  /** True when the host stamps every 2 s; absent: a gap is noticed by a stamp only. */
  readonly stampedByHost?: boolean | undefined;
}

/** Opens a store on a SQLite file in this thread, with its schema brought up to date. */
export async function openSqliteStore(options: SqliteStoreOptions, now: () => number): Promise<Store> {
  const { path, masterKey, maxPageCount, busyTimeoutMs, baseUrl, maxSelfMadeMonitors, stampedByHost } = options;
  try {
    const db = openSqliteDatabase({ path, maxPageCount, busyTimeoutMs });
    try {
      await migrate(db);
      const vault = await openVault(db, masterKey);
      return createSqlStore({ db, vault, now, baseUrl, maxSelfMadeMonitors, stampedByHost });
    } catch (error) {
      await db.destroy();
      throw error;
    }
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Brings the schema of a SQLite file up to date and says from which version to which. */
export async function migrateSqlite(path: string): Promise<{ readonly from: number; readonly to: number }> {
  const db = openSqliteDatabase({ path });
  try {
    return await migrate(db);
  } finally {
    await db.destroy();
  }
}
