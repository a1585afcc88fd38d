import type { Kysely } from "kysely";
import type { Vault } from "../../lib/vault.ts";
import type { Gap, MonitorConfig } from "../../model/index.ts";
import { createVersionCache, type VersionCache } from "../version-cache.ts";
import type { Database } from "./database.ts";

/** A connection or a transaction on one. */
export type Db = Kysely<Database>;

/** The database's time where that is another machine's: known without asking, and measured now and then. */
export interface StoreClock {
  /** Epoch milliseconds. */
  now(): number;
  /** True when something happened to this process that the last measurement did not see. */
  isSuspect(): boolean;
  /** Measures. */
  sync(): Promise<void>;
}

/** What the SQL store works with. */
export interface SqlDeps {
  readonly db: Db;
  readonly vault: Vault;
  /** Epoch milliseconds; on SQLite the process's clock is the database's. */
  readonly now: () => number;
  /** Null where `now` needs no measuring. */
  readonly clock: StoreClock | null;
  /** For the links in notifications; without a slash at the end. */
  readonly baseUrl: string;
  /** How many monitors that make themselves one project may have. */
  readonly maxSelfMadeMonitors: number;
  /** Parsed configurations by monitor and version, so that a ping parses none. */
  readonly configs: ConfigCache;
  /** True when the host stamps every 2 s: whoever finds no recent stamp knows that we were away. */
  readonly stampedByHost: boolean;
  /** False in a process that takes no requests: then others stamp, and it only looks. */
  readonly takesSignals: boolean;
  /** Our gaps as last read, and this process's last stamp; null before its first one, at which they are read. */
  readonly gaps: { current: readonly Gap[]; stampedAt: number | null };
}

/** Parsed configurations by the monitor's short key and version. */
export type ConfigCache = VersionCache<number, number, MonitorConfig>;

/** Makes a cache of so many configurations at most. */
export function createConfigCache(maxEntries: number): ConfigCache {
  return createVersionCache(maxEntries);
}
