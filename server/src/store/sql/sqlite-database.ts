import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import type { Database } from "./database.ts";

export interface SqliteOptions {
  /** File, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** Upper bound of the file in pages; absent: SQLite's own. */
  readonly maxPageCount?: number | undefined;
  /** How long a write waits for another program's lock; absent: 5 s. */
  readonly busyTimeoutMs?: number | undefined;
}

const BUSY_TIMEOUT_MS = 5_000;
/** 16 MB: a page that many commits write goes to the main file less often than with SQLite's 1,000 (docs/performance.md). */
const CHECKPOINT_PAGES = 4_000;
const CACHE_KIB = 65_536;
const MAX_CACHED_STATEMENTS = 500;

/** Opens a SQLite file so that a commit is on the disk when it returns. */
export function openSqliteDatabase(options: SqliteOptions): Kysely<Database> {
  const { path, readOnly = false, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly });
  if (!readOnly) {
    db.exec("pragma journal_mode = wal");
    db.exec("pragma synchronous = full");
    db.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
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

type Row = readonly SQLInputValue[];

/** A statement that is given rows instead of values runs once for each: see row-statements.ts. */
function runForRows(prepared: StatementSync, rows: readonly Row[]) {
  let changes = 0;
  for (const row of rows) changes += Number(prepared.run(...row).changes);
  return { changes, lastInsertRowid: 0 };
}

function statement(prepared: StatementSync) {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters: readonly unknown[]) => prepared.all(...(parameters as readonly SQLInputValue[])),
    run: (parameters: readonly unknown[]) =>
      Array.isArray(parameters[0])
        ? runForRows(prepared, parameters as readonly Row[])
        : prepared.run(...(parameters as Row)),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...(parameters as readonly SQLInputValue[])),
  };
}
