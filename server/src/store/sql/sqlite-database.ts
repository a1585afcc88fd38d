import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import type { Database } from "./database.ts";

export interface SqliteOptions {
  /** File, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** Upper bound of the file in pages; absent: SQLite's own. */
  readonly maxPageCount?: number | undefined;
}

const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 65_536;
const MAX_CACHED_STATEMENTS = 500;

/** Opens a SQLite file so that a commit is on the disk when it returns. */
export function openSqliteDatabase(options: SqliteOptions): Kysely<Database> {
  const db = new DatabaseSync(options.path, { timeout: BUSY_TIMEOUT_MS, readOnly: options.readOnly ?? false });
  if (!options.readOnly) {
    db.exec("pragma journal_mode = wal");
    db.exec("pragma synchronous = full");
  }
  db.exec(`pragma cache_size = -${CACHE_KIB}`);
  db.exec("pragma temp_store = memory");
  if (options.maxPageCount !== undefined) db.exec(`pragma max_page_count = ${options.maxPageCount}`);
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: adapt(db) }) });
}

const NOTHING = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

/** Fits node:sqlite to what Kysely expects of a driver, and keeps prepared statements. */
function adapt(db: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, ReturnType<typeof statement>>();
  return {
    close: () => db.close(),
    prepare(text) {
      // A full disk ends the transaction by itself; a rollback after it must not hide that error behind its own.
      if (text === "rollback" && !db.isTransaction) return NOTHING;
      // A transaction that starts to write must hold the lock from its first read on.
      const sqlText = text === "begin" ? "begin immediate" : text;
      const known = statements.get(sqlText);
      if (known) return known;
      const made = statement(db.prepare(sqlText));
      if (statements.size >= MAX_CACHED_STATEMENTS) statements.clear();
      statements.set(sqlText, made);
      return made;
    },
  };
}

function statement(prepared: StatementSync) {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters: readonly unknown[]) => prepared.all(...(parameters as readonly SQLInputValue[])),
    run: (parameters: readonly unknown[]) => prepared.run(...(parameters as readonly SQLInputValue[])),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...(parameters as readonly SQLInputValue[])),
  };
}
