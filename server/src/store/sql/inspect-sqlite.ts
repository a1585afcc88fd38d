import { DatabaseSync } from "node:sqlite";
import { closedText } from "./closed.ts";
import { SCHEMA_VERSION } from "./migrate.ts";

/** What can be told of a database without writing to it. */
export interface SqliteInspection {
  /** 0: empty. */
  readonly schemaVersion: number;
  /** The newest schema that this program knows. */
  readonly knownVersion: number;
  /** True when the schema is newer and this program must not work on it. */
  readonly tooNew: boolean;
  /** Fingerprint of the master key that it was sealed with; null when it was never started. */
  readonly keyFingerprint: string | null;
  /** Why no server may start on it; null: one may. */
  readonly closed: string | null;
  /** What SQLite finds damaged; null when nothing is. */
  readonly damage: string | null;
}

const BUSY_TIMEOUT_MS = 5_000;

/** Looks at a SQLite file beside a running server. Throws what SQLite throws when it cannot be opened. */
export function inspectSqlite(path: string, { thorough = false } = {}): SqliteInspection {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const meta = readMeta(db);
    const schemaVersion = Number(meta.get("schema_version") ?? 0);
    const breaking = Number(meta.get("schema_breaking_version") ?? 0);
    // The thorough one compares every index with its table, too.
    const [check] = Object.values(db.prepare(`pragma ${thorough ? "integrity" : "quick"}_check(1)`).get() ?? {});
    return {
      schemaVersion,
      knownVersion: SCHEMA_VERSION,
      tooNew: schemaVersion > SCHEMA_VERSION && breaking > SCHEMA_VERSION,
      keyFingerprint: meta.get("key_fingerprint") ?? null,
      closed: closedText(meta.get("closed")),
      damage: check === "ok" ? null : String(check),
    };
  } finally {
    db.close();
  }
}

function readMeta(db: DatabaseSync): ReadonlyMap<string, string> {
  const table = db.prepare("select 1 from sqlite_master where type = 'table' and name = 'meta'").get();
  if (table === undefined) return new Map();
  const rows = db.prepare("select name, value from meta").all();
  return new Map(rows.map((row) => [String(row.name), String(row.value)]));
}
