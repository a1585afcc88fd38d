import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import { takeTurn } from "./locks.ts";
import { type MigrationStatement, statementFor } from "./migration-statement.ts";
import { first } from "./migrations/0001-first.ts";
import { doors } from "./migrations/0002-doors.ts";
import { alarms } from "./migrations/0003-alarms.ts";
import { probes } from "./migrations/0004-probes.ts";
import { reads } from "./migrations/0005-reads.ts";
import { accounts } from "./migrations/0006-accounts.ts";
import { pages } from "./migrations/0007-pages.ts";
import { storms } from "./migrations/0008-storms.ts";
import { topicHistory } from "./migrations/0009-topic-history.ts";

/** One step of the schema, forward only. */
export interface Migration {
  readonly version: number;
  /** True when a program that knows only earlier versions must not touch the database any more. */
  readonly breaking: boolean;
  readonly statements: readonly MigrationStatement[];
}

const MIGRATIONS: readonly Migration[] = [first, doors, alarms, probes, reads, accounts, pages, storms, topicHistory];

/** The schema that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The database was made by a newer program in a way that this one does not understand. */
export class SchemaTooNew extends Error {
  override readonly name = "SchemaTooNew";
}

/** Reads the schema's version; 0 for an empty database. */
async function schemaVersion(db: Kysely<Database>): Promise<number> {
  await sql`create table if not exists meta (name text primary key, value text not null)`.execute(db);
  const row = await db.selectFrom("meta").select("value").where("name", "=", "schema_version").executeTakeFirst();
  return row ? Number(row.value) : 0;
}

/** Brings the schema to the newest version, each step in a transaction of its own that also writes the version. */
export async function migrate(db: Kysely<Database>): Promise<{ readonly from: number; readonly to: number }> {
  const from = await versionNow(db);
  await refuseNewerBreaking(db, from);
  for (const migration of MIGRATIONS.filter((step) => step.version > from)) {
    await db.transaction().execute(async (trx) => {
      await takeTurn(trx, "migrate");
      // Another process may have taken this step while this one waited for the lock.
      if ((await schemaVersion(trx)) >= migration.version) return;
      await setMeta(trx, "schema_version", String(migration.version));
      if (migration.breaking) await setMeta(trx, "schema_breaking_version", String(migration.version));
      for (const statement of migration.statements) {
        const text = statementFor(isPostgres(db) ? "postgres" : "sqlite", statement);
        if (text !== null) await sql.raw(text).execute(trx);
      }
    });
  }
  return { from, to: Math.max(from, SCHEMA_VERSION) };
}

/** Of several processes that start at once on PostgreSQL one makes the first table, and the others wait for it. */
async function versionNow(db: Kysely<Database>): Promise<number> {
  if (!isPostgres(db)) return await schemaVersion(db);
  return await db.transaction().execute(async (trx) => {
    await takeTurn(trx, "migrate");
    return await schemaVersion(trx);
  });
}

async function refuseNewerBreaking(db: Kysely<Database>, version: number): Promise<void> {
  if (version <= SCHEMA_VERSION) return;
  const reason = await newerBreaking(db);
  if (reason !== null) throw new SchemaTooNew(reason);
}

/** Why this program must not touch the database: a newer one has changed it in a way that this one does not know. Null: it may. */
export async function newerBreaking(db: Kysely<Database>): Promise<string | null> {
  const rows = await db
    .selectFrom("meta")
    .selectAll()
    .where("name", "in", ["schema_version", "schema_breaking_version"])
    .execute();
  const versions = new Map(rows.map(({ name, value }) => [name, Number(value)]));
  const version = versions.get("schema_version") ?? 0;
  if (version <= SCHEMA_VERSION || (versions.get("schema_breaking_version") ?? 0) <= SCHEMA_VERSION) return null;
  return tooNew(version);
}

/** What is said of a schema that this program does not know. */
export function tooNew(version: number): string {
  return `The database has schema ${version}; this Watchbell knows schemas up to ${SCHEMA_VERSION}. Start the newer version that wrote it.`;
}

/** The value of one row of `meta`; null when there is none. */
export async function readMeta(db: Kysely<Database>, name: string): Promise<string | null> {
  const row = await db.selectFrom("meta").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value ?? null;
}

/** Writes one row of `meta`. */
export async function setMeta(db: Kysely<Database>, name: string, value: string): Promise<void> {
  await db
    .insertInto("meta")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}
