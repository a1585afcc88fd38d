import { mkdirSync } from "node:fs";
import { databasePath } from "../config/data-paths.ts";
import { loadMasterKey } from "../config/master-key.ts";
import type { Settings } from "../config/settings.ts";
import { systemClock } from "../lib/clock.ts";
import { StoreUnavailable } from "../model/index.ts";
import type { Store } from "../store/ports.ts";
import { rememberKeys } from "../store/remember-keys.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { openingFault } from "../store/sql/opening-fault.ts";
import { openWorkerStore } from "../store/sql/worker-store.ts";

/** A store that a server works with, as its settings want it. */
export interface OpenedStore {
  readonly store: Store;
  /** True when no other process can work on the same data. */
  readonly isAlone: boolean;
  /** Where the master key is, as MasterKey has it. */
  readonly keySource: string;
  readonly warning: string | null;
  readonly close: () => Promise<void>;
}

/** Opens the store: PostgreSQL where the settings name a database, else SQLite in the data folder. */
export async function openStore(settings: Settings): Promise<OpenedStore> {
  const { databaseUrl } = settings;
  return databaseUrl === null ? await openAlone(settings) : await openShared(settings, databaseUrl);
}

/** The folder is locked before the database is opened, in a thread of its own. */
async function openAlone(settings: Settings): Promise<OpenedStore> {
  const { dataDir, baseUrl } = settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataFolder(dataDir);
  try {
    const masterKey = loadMasterKey(settings);
    const path = databasePath(dataDir);
    const opened = await openWorkerStore({ path, masterKey: masterKey.key, baseUrl, stampedByHost: true });
    const store = rememberKeys(opened, () => systemClock.now());
    const close = async (): Promise<void> => {
      await store.close();
      lock.release();
    };
    return { store, isAlone: true, keySource: masterKey.source, warning: masterKey.warning, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The driver is loaded by those only who use it. */
async function openShared(settings: Settings, url: string): Promise<OpenedStore> {
  const { baseUrl, roles } = settings;
  const { openPostgresStore } = await import("../store/sql/postgres-store.ts");
  const masterKey = loadMasterKey(settings);
  const intake = { stampedByHost: true, takesSignals: roles.includes("http") };
  const store = await openPostgresStore({ url, masterKey: masterKey.key, baseUrl, ...intake });
  const { source: keySource, warning } = masterKey;
  return { store, isAlone: false, keySource, warning, close: () => store.close() };
}

/** A store that cannot work at the start stops the start: its owner must be told where to look. */
export function withPlace(error: unknown, { dataDir, databaseUrl }: Settings): unknown {
  if (databaseUrl !== null) return openingFault(error, databaseUrl);
  if (!(error instanceof StoreUnavailable) || error.message.includes(dataDir)) return error;
  const hint = `Look at ${databasePath(dataDir)}: it must belong to the user that runs Watchbell, with space left on its disk.`;
  return new StoreUnavailable(`${error.message} ${hint}`, { cause: error });
}
