import { type Kysely, sql } from "kysely";
import { systemClock } from "../../lib/clock.ts";
import type { Store } from "../ports.ts";
import type { Database } from "./database.ts";
import type { ColumnTypes } from "./dialect.ts";
import { migrate } from "./migrate.ts";
import { openVault } from "./open-vault.ts";
import { openingFault } from "./opening-fault.ts";
import { askTime, createPostgresClock } from "./postgres-clock.ts";
import { openPostgresDatabase } from "./postgres-database.ts";
import { createPostgresDoorbell } from "./postgres-doorbell.ts";
import { createSqlStore } from "./sql-store.ts";

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly masterKey: Uint8Array;
  readonly baseUrl: string;
  /** How many connections at most; absent: 10. */
  readonly maxConnections?: number | undefined;
  /** How many monitors that make themselves one project may have; absent: 10,000. */
  readonly maxSelfMadeMonitors?: number | undefined;
  /** True when the host stamps every 2 s; absent: a gap is noticed by a stamp only. */
  readonly stampedByHost?: boolean | undefined;
  /** False: other processes take signals in and stamp, this one only looks when they did; absent: true. */
  readonly takesSignals?: boolean | undefined;
  /** In place of the database's time. */
  readonly now?: (() => number) | undefined;
}

/** The database cannot be worked with until somebody changes it; the message says what. */
class UnfitDatabase extends Error {
  override readonly name = "UnfitDatabase";
}

const OLDEST_VERSION = 15;

/** Opens a store on a PostgreSQL database, which other processes may share, with its schema brought up to date. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, masterKey, baseUrl, maxConnections, maxSelfMadeMonitors, stampedByHost, takesSignals } = options;
  await migratePostgres(url);
  const { db, setColumnTypes } = openPostgresDatabase({ url, maxConnections });
  try {
    const vault = await openVault(db, masterKey);
    setColumnTypes(await readColumnTypes(db));
    const clocks = { running: () => performance.now(), wall: () => Date.now() };
    const clock = await createPostgresClock(() => askTime(db), clocks);
    const time = options.now ? { now: options.now } : { now: () => clock.now(), clock };
    const doorbell = createPostgresDoorbell({ url, db, clock: systemClock });
    const intake = { stampedByHost, takesSignals };
    return createSqlStore({ db, vault, ...time, doorbell, baseUrl, maxSelfMadeMonitors, ...intake });
  } catch (error) {
    await db.destroy();
    throw openingFault(error, url);
  }
}

/** Brings the schema of a PostgreSQL database up to date and says from which version to which. */
export async function migratePostgres(url: string): Promise<{ readonly from: number; readonly to: number }> {
  // One process may wait here until another one has made the step.
  const { db } = openPostgresDatabase({ url, maxConnections: 1, isPatient: true });
  try {
    await checkFitness(db);
    return await migrate(db);
  } catch (error) {
    throw openingFault(error, url);
  } finally {
    await db.destroy();
  }
}

/** What Watchbell promises needs a database that keeps its own promises. */
export async function checkFitness(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ version: string; encoding: string; commits: string }>`select
    current_setting('server_version_num') as version, current_setting('server_encoding') as encoding,
    current_setting('synchronous_commit') as commits`.execute(db);
  const { version = "", encoding = "", commits = "" } = rows[0] ?? {};
  if (Number(version) < OLDEST_VERSION * 10_000) {
    throw new UnfitDatabase(
      `The database is PostgreSQL ${Math.floor(Number(version) / 10_000)}; Watchbell needs ${OLDEST_VERSION} or newer.`,
    );
  }
  if (encoding !== "UTF8") {
    throw new UnfitDatabase(
      `The database's encoding is ${encoding}. Make it anew with: create database … encoding 'UTF8'`,
    );
  }
  if (commits === "off") {
    throw new UnfitDatabase(
      "The database says that a commit is done before it is on the disk (synchronous_commit = off), and a ping that was answered could be lost. Run: alter role … set synchronous_commit = on",
    );
  }
}

/** The types of all columns, by table. */
export async function readColumnTypes(db: Kysely<Database>): Promise<ColumnTypes> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as "type"
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
  `.execute(db);
  const types = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = types.get(table) ?? new Map<string, string>();
    columns.set(column, type);
    types.set(table, columns);
  }
  return types;
}
