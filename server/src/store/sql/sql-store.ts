import type { Vault } from "../../lib/vault.ts";
import { StoreUnavailable } from "../../model/index.ts";
import type { Doorbell, Store } from "../ports.ts";
import { createAccounts } from "./accounts/accounts.ts";
import { createAlarms } from "./alarms.ts";
import { createConfigCache, type Db, type SqlDeps, type StoreClock } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { createHistory } from "./history.ts";
import { createIncidents } from "./incidents.ts";
import { setMeta } from "./migrate.ts";
import { createOutbox } from "./outbox.ts";
import { createPages } from "./pages.ts";
import { createPeople } from "./people.ts";
import { createTopics } from "./topics.ts";
import { guardPort } from "./unavailable.ts";
import { createWatch } from "./watch.ts";
import { watchFitness } from "./watch-fitness.ts";

/** Monitors that may make themselves in one project (architecture.md, "Delivery promises"). */
const MAX_SELF_MADE_MONITORS = 10_000;
/** Monitors whose parsed configuration stays in memory. */
const CACHED_CONFIGS = 50_000;

export interface SqlStoreOptions {
  readonly db: Db;
  readonly vault: Vault;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Measures the time that `now` tells; absent: it needs no measuring. */
  readonly clock?: StoreClock | undefined;
  /** For the links in notifications; without a slash at the end. */
  readonly baseUrl: string;
  /** How many monitors that make themselves one project may have; absent: 10,000. */
  readonly maxSelfMadeMonitors?: number | undefined;
  /** Absent where one process has the database for itself. */
  readonly doorbell?: (Doorbell & { close(): Promise<void> }) | undefined;
  /** True when the host stamps every 2 s; absent: a gap is noticed by a stamp only. */
  readonly stampedByHost?: boolean | undefined;
  /** False: other processes take signals in and stamp, this one only looks when they did; absent: true. */
  readonly takesSignals?: boolean | undefined;
}

/** Makes a store on a database whose schema is up to date. */
export function createSqlStore(options: SqlStoreOptions): Store {
  const deps: SqlDeps = {
    db: options.db,
    vault: options.vault,
    now: options.now,
    clock: options.clock ?? null,
    baseUrl: options.baseUrl,
    maxSelfMadeMonitors: options.maxSelfMadeMonitors ?? MAX_SELF_MADE_MONITORS,
    configs: createConfigCache(CACHED_CONFIGS),
    stampedByHost: options.stampedByHost ?? false,
    takesSignals: options.takesSignals ?? true,
    gaps: { current: [], stampedAt: null },
  };
  return guardPort<Store>({
    now: async () => deps.now(),
    checkHealth: () => checkHealth(deps),
    outgrown: watchFitness(deps),
    seal: async (secret) => deps.vault.seal(JSON.stringify(secret)),
    watch: guardPort(createWatch(deps)),
    outbox: guardPort(createOutbox(deps)),
    topics: guardPort(createTopics(deps)),
    alarms: guardPort(createAlarms(deps)),
    incidents: guardPort(createIncidents(deps)),
    history: guardPort(createHistory(deps)),
    people: guardPort(createPeople(deps)),
    accounts: guardPort(createAccounts(deps)),
    pages: guardPort(createPages(deps)),
    ...(options.doorbell && { doorbell: options.doorbell }),
    async close() {
      await options.doorbell?.close();
      await deps.db.destroy();
    },
  });
}

/** Large enough to need pages that no row has yet: a full SQLite file still takes what fits into the old ones. */
const HEALTH_BYTES = 32_768;

async function checkHealth(deps: SqlDeps): Promise<void> {
  const mark = String(deps.now()).padEnd(isPostgres(deps.db) ? 0 : HEALTH_BYTES);
  await deps.db.transaction().execute(async (trx) => {
    await setMeta(trx, "health", mark);
    const row = await trx.selectFrom("meta").select("value").where("name", "=", "health").executeTakeFirst();
    if (row?.value !== mark) throw new StoreUnavailable("The store did not give back what was just written.");
    await setMeta(trx, "health", mark.trim());
  });
}
