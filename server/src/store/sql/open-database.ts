import { type Kysely, sql } from "kysely";
import type { Clock } from "../../lib/clock.ts";
import type { Database } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import { migrate, SCHEMA_VERSION, SchemaTooNew, tooNew } from "./migrate.ts";
import { openingFault } from "./opening-fault.ts";
import { openPostgresDatabase, SERVER_NAME } from "./postgres-database.ts";
import { checkFitness, readColumnTypes } from "./postgres-store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";
import { asStoreError } from "./unavailable.ts";

/** Where the data of an installation are. */
export type DatabasePlace =
  | { readonly engine: "sqlite"; readonly path: string }
  | { readonly engine: "postgres"; readonly url: string };

/**
 * Opens a database for work that is done while no server runs, with the newest schema, over one connection. On SQLite
 * the caller holds the lock of the data folder.
 */
export async function openDatabase(place: DatabasePlace): Promise<Kysely<Database>> {
  if (place.engine === "sqlite") {
    const db = openSqliteDatabase({ path: place.path });
    return await prepared(db, () => migrateFully(db), asStoreError);
  }
  const { db, setColumnTypes } = openPostgresDatabase({ url: place.url, maxConnections: 1, isPatient: true });
  const prepare = async (): Promise<void> => {
    await checkFitness(db);
    await migrateFully(db);
    setColumnTypes(await readColumnTypes(db));
  };
  return await prepared(db, prepare, (error) => openingFault(error, place.url));
}

/** A server may work beside a newer one; what goes through all tables must know them all. */
async function migrateFully(db: Kysely<Database>): Promise<void> {
  const { from } = await migrate(db);
  if (from > SCHEMA_VERSION) throw new SchemaTooNew(tooNew(from));
}

async function prepared(
  db: Kysely<Database>,
  prepare: () => Promise<unknown>,
  faultOf: (error: unknown) => unknown,
): Promise<Kysely<Database>> {
  try {
    await prepare();
    return db;
  } catch (error) {
    await db.destroy();
    throw faultOf(error);
  }
}

/** Servers work on the database. */
class ServersRunning extends Error {
  override readonly name = "ServersRunning";
}

/** A connection that was closed is seen for a moment longer. */
const LOOKS = 10;
const LOOK_EVERY_MS = 200;

/** Throws ServersRunning while a server is connected to a PostgreSQL database; on SQLite the data folder's lock tells. */
export async function refuseServers(db: Kysely<Database>, clock: Pick<Clock, "sleep">): Promise<void> {
  if (!isPostgres(db)) return;
  for (let look = 1; ; look++) {
    const connected = await serverConnections(db);
    if (connected === 0) return;
    if (look === LOOKS) {
      throw new ServersRunning(
        `Watchbell runs on this database (${connected} connections). Stop every server on it first: senders try again, and nobody is called down for that time.`,
      );
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}

async function serverConnections(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ connected: number }>`select count(*) as connected from pg_stat_activity
    where datname = current_database() and application_name = ${SERVER_NAME}`.execute(db);
  return rows[0]?.connected ?? 0;
}
