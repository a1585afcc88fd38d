import { existsSync } from "node:fs";
import { databasePath } from "../../config/data-paths.ts";
import { loadMasterKey, masterKeyPath, readMasterKeyFile } from "../../config/master-key.ts";
import type { Settings } from "../../config/settings.ts";
import type { Store } from "../../store/ports.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { serverSettings } from "../server-settings.ts";

/** The store of the server, opened beside it. */
export interface OpenAccounts {
  readonly settings: Settings;
  readonly store: Store;
}

/** Opens the server's store for as long as `use` takes. Makes nothing: no database, no key, no newer schema. */
export async function withAccounts<T>(context: CliContext, use: (open: OpenAccounts) => Promise<T>): Promise<T> {
  const settings = serverSettings(context);
  const { databaseUrl } = settings;
  const store = databaseUrl === null ? await openFolder(settings, context) : await openDatabase(settings, databaseUrl);
  try {
    return await use({ settings, store });
  } finally {
    await store.close();
  }
}

// The stores are imported only here, so that no other command loads a database.
async function openFolder(settings: Settings, { clock }: CliContext): Promise<Store> {
  const path = databasePath(settings.dataDir);
  if (!existsSync(path)) {
    throw new CliFault(
      `There is no database at ${path}.`,
      "The first `watchbell serve` makes one; does WATCHBELL_DATA_DIR name the right folder?",
    );
  }
  const { inspectSqlite } = await import("../../store/sql/inspect-sqlite.ts");
  const { openSqliteStore } = await import("../../store/sql/sqlite-store.ts");
  refuseOtherSchema(inspectSqlite(path));
  const { baseUrl } = settings;
  return await openSqliteStore({ path, masterKey: masterKeyOf(settings), baseUrl }, () => clock.now());
}

async function openDatabase(settings: Settings, url: string): Promise<Store> {
  const { inspectPostgres } = await import("../../store/sql/inspect-postgres.ts");
  const { openPostgresStore } = await import("../../store/sql/postgres-store.ts");
  refuseOtherSchema(await inspectPostgres(url));
  return await openPostgresStore({ url, masterKey: masterKeyOf(settings), baseUrl: settings.baseUrl });
}

interface Versions {
  readonly schemaVersion: number;
  readonly knownVersion: number;
}

function refuseOtherSchema({ schemaVersion, knownVersion }: Versions): void {
  if (schemaVersion === knownVersion) return;
  throw new CliFault(
    `The database has schema ${schemaVersion}, and this Watchbell works on schema ${knownVersion}.`,
    "Run the same version as the server; a start of the newer one brings the database up to date.",
  );
}

function masterKeyOf(settings: Settings): Uint8Array {
  if (settings.secretKey !== null) return loadMasterKey(settings).key;
  const file = readMasterKeyFile(settings.dataDir);
  if (file !== null) return file.key;
  throw new CliFault(
    `There is no master key at ${masterKeyPath(settings.dataDir)}.`,
    "Set WATCHBELL_SECRET_KEY as the server has it, or put the key file back.",
  );
}
