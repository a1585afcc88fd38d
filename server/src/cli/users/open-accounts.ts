import { existsSync } from "node:fs";
import { databasePath } from "../../config/data-paths.ts";
import { loadMasterKey, masterKeyPath, readMasterKeyFile } from "../../config/master-key.ts";
import type { Settings } from "../../config/settings.ts";
import type { Store } from "../../store/ports.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { serverSettings } from "../server-settings.ts";

/** The store of this machine, opened beside a server that may run on it. */
export interface OpenAccounts {
  readonly settings: Settings;
  readonly store: Store;
}

/** Opens the store of this machine for as long as `use` takes. Makes nothing: no database, no key, no newer schema. */
export async function withAccounts<T>(context: CliContext, use: (open: OpenAccounts) => Promise<T>): Promise<T> {
  const settings = serverSettings(context);
  const path = databasePath(settings.dataDir);
  if (!existsSync(path)) {
    throw new CliFault(
      `There is no database at ${path}.`,
      "The first `watchbell serve` makes one; does WATCHBELL_DATA_DIR name the right folder?",
    );
  }
  // Only here, so that no other command loads the database.
  const { inspectSqlite } = await import("../../store/sql/inspect-sqlite.ts");
  const { openSqliteStore } = await import("../../store/sql/sqlite-store.ts");
  const { schemaVersion, knownVersion } = inspectSqlite(path);
  if (schemaVersion !== knownVersion) {
    throw new CliFault(
      `The database has schema ${schemaVersion}, and this Watchbell works on schema ${knownVersion}.`,
      "Run the same version as the server; a start of the newer one brings the database up to date.",
    );
  }
  const { baseUrl } = settings;
  const store = await openSqliteStore({ path, masterKey: masterKeyOf(settings), baseUrl }, () => context.clock.now());
  try {
    return await use({ settings, store });
  } finally {
    await store.close();
  }
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
