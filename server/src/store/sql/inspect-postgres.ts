import { sql } from "kysely";
import { closedText } from "./closed.ts";
import { SCHEMA_VERSION } from "./migrate.ts";
import { openingFault } from "./opening-fault.ts";
import { openPostgresDatabase } from "./postgres-database.ts";
import { checkFitness } from "./postgres-store.ts";

/** What can be told of a PostgreSQL database without writing to it. */
export interface PostgresInspection {
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
}

/** Looks at a PostgreSQL database beside running servers. Throws StoreUnavailable or UnfitDatabase, which say why. */
export async function inspectPostgres(url: string): Promise<PostgresInspection> {
  const { db } = openPostgresDatabase({ url, maxConnections: 1 });
  try {
    await checkFitness(db);
    const { rows } = await sql<{ there: boolean }>`select to_regclass('meta') is not null as there`.execute(db);
    const found = rows[0]?.there ? await db.selectFrom("meta").select(["name", "value"]).execute() : [];
    const meta = new Map(found.map(({ name, value }) => [name, value]));
    const schemaVersion = Number(meta.get("schema_version") ?? 0);
    const breaking = Number(meta.get("schema_breaking_version") ?? 0);
    return {
      schemaVersion,
      knownVersion: SCHEMA_VERSION,
      tooNew: schemaVersion > SCHEMA_VERSION && breaking > SCHEMA_VERSION,
      keyFingerprint: meta.get("key_fingerprint") ?? null,
      closed: closedText(meta.get("closed")),
    };
  } catch (error) {
    throw openingFault(error, url);
  } finally {
    await db.destroy();
  }
}
