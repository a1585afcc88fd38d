import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore, type SqliteStoreOptions } from "../src/store/sql/sqlite-store.ts";
import type { OpenStore } from "./contracts/store/stage.ts";
import { createFakeClock } from "./fake-clock.ts";

export const TEST_MASTER_KEY = new Uint8Array(32).fill(7);
const TEST_START_AT = Date.UTC(2026, 2, 1, 12);

/** A store on a SQLite file of its own, and the file itself. */
export interface SqliteStage extends OpenStore {
  readonly path: string;
  /** Reads or writes behind the store's back. */
  raw<Result>(use: (db: DatabaseSync) => Result): Result;
  /** Every row of every table, as text that can be compared. */
  dump(): string;
}

/** Opens an empty SQLite store in a folder of its own, on a fake clock. */
export async function openSqliteStage(options: Partial<SqliteStoreOptions> = {}): Promise<SqliteStage> {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-store-"));
  const path = join(folder, "watchbell.db");
  const clock = createFakeClock(TEST_START_AT);
  const openStore = (change: Partial<SqliteStoreOptions> = {}) =>
    openSqliteStore(
      { path, masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test", ...options, ...change },
      clock.now,
    );
  let store = await openStore();
  const raw = <Result>(use: (db: DatabaseSync) => Result): Result => {
    const db = new DatabaseSync(path, { timeout: 5_000 });
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  return {
    store,
    clock,
    path,
    raw,
    dump: () => raw(dumpOf),
    async reopen() {
      await store.close();
      store = await openStore();
      return store;
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every row of every table. */
function dumpOf(db: DatabaseSync): string {
  const tables = db.prepare("select name from sqlite_master where type = 'table' order by name").all();
  const rows = tables.flatMap(({ name }) =>
    db
      .prepare(`select * from "${name}"`)
      .all()
      .map((row) => ({ table: name, ...row })),
  );
  return rows.map((row) => JSON.stringify(row)).join("\n");
}
