import { createVault } from "../../lib/vault.ts";
import { inspectPostgres, type PostgresInspection } from "../../store/sql/inspect-postgres.ts";
import { broken, doubtful, type Finding, fine } from "./finding.ts";

/** The PostgreSQL database and the master key that it was sealed with. */
export async function checkPostgres(url: string, secretKey: string): Promise<readonly Finding[]> {
  try {
    const found = await inspectPostgres(url);
    return [checkKey(found, secretKey), checkSchema(found)];
  } catch (error) {
    const hint = "docs/configuration.md#postgresql says what Watchbell needs of it.";
    return [broken("database", error instanceof Error ? error.message : String(error), hint)];
  }
}

function checkKey({ keyFingerprint }: PostgresInspection, secretKey: string): Finding {
  const own = createVault(Buffer.from(secretKey, "utf8")).fingerprint;
  if (keyFingerprint === null || keyFingerprint === own) return fine("master key", "WATCHBELL_SECRET_KEY is used.");
  return broken(
    "master key",
    "The database was sealed with another key.",
    "Put back the WATCHBELL_SECRET_KEY that it was made with.",
  );
}

function checkSchema({ schemaVersion, knownVersion, tooNew, closed }: PostgresInspection): Finding {
  if (closed !== null) return broken("database", "No server may start on it.", closed);
  if (tooNew) {
    return broken(
      "database",
      `Its schema is version ${schemaVersion}; this program knows versions up to ${knownVersion}.`,
      "Start the newer Watchbell that wrote it.",
    );
  }
  if (schemaVersion === 0) return fine("database", "PostgreSQL answers; the first start makes the tables.");
  if (schemaVersion < knownVersion) {
    return doubtful(
      "database",
      `Its schema is version ${schemaVersion} of ${knownVersion}.`,
      "The next start brings it up to date; `watchbell migrate` does it now.",
    );
  }
  return fine("database", `PostgreSQL answers; schema version ${schemaVersion}.`);
}
