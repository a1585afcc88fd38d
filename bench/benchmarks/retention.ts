import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Store } from "../../server/src/store/ports.ts";
import { openPostgresStore } from "../../server/src/store/sql/postgres-store.ts";
import { openSqliteStore } from "../../server/src/store/sql/sqlite-store.ts";
import { startCluster } from "../../server/test/postgres/cluster.ts";
import { findPostgres } from "../../server/test/postgres/find-postgres.ts";
import { queryRows } from "../../server/test/postgres/query-rows.ts";
import type { Benchmark, Figure, Run } from "../lib/benchmark.ts";
import { masterKey, temporaryFolder } from "../lib/data-folder.ts";
import { beginYear, passDay, type Year } from "../lib/simulated-year.ts";

const DAYS = 365;
const SAMPLES = [30, 120, 240, 365] as const;
/** By then every monitor has the pings that are kept, and messages are as old as they get: nothing may grow any more. */
const FULL_DAY = 120;
/** What a table may have in free space for the rows of the next days. */
const SLACK = 1.25;
/** Tables whose rows are as many on every day from then on, with their indexes. */
const PRUNED = ["pings", "ping_bodies", "messages", "attempts", "notifications", "monitor_states"] as const;
const BASE_URL = "http://localhost";

/** Sizes in megabytes, by what has them. */
type Sizes = Readonly<Record<string, number>>;

/** What is stored stays as large as what is kept, on both databases, through a year of pings and messages. */
export const retention: Benchmark = {
  name: "retention",
  about: `A year of ${DAYS} days in minutes on a clock of its own: pings and messages, pruned every day; PostgreSQL's own autovacuum, once a second.`,
  async measure(run) {
    const days = run.quick ? FULL_DAY + 10 : DAYS;
    return [...(await onSqlite(run, days)), ...(await onPostgres(run, days))];
  },
};

async function onSqlite(run: Run, days: number): Promise<readonly Figure[]> {
  const path = join(await temporaryFolder(run), "watchbell.db");
  const open = (now: () => number) => openSqliteStore({ path, masterKey: masterKey(), baseUrl: BASE_URL }, now);
  return await liveThrough({ run, days, engine: "SQLite", open, measure: async () => sizesOfFile(path) });
}

/** The pages that hold something, and all of them. */
function sizesOfFile(path: string): Sizes {
  const db = new DatabaseSync(path, { readOnly: true });
  const number = (name: string): number => Number(Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0]);
  const [size, pages, free] = [number("page_size"), number("page_count"), number("freelist_count")];
  db.close();
  return { file: (pages * size) / 1e6, "free in it": (free * size) / 1e6 };
}

async function onPostgres(run: Run, days: number): Promise<readonly Figure[]> {
  const found = findPostgres();
  if (found.kind === "missing") return [];
  const cluster = await startCluster(found);
  run.stack.defer(() => cluster.stop());
  const url = cluster.url("postgres");
  // A day of the year takes less than a second: once a second is seldom, against once a minute of a real day.
  await queryRows(url, "alter system set autovacuum_naptime = '1s'");
  await queryRows(url, "select pg_reload_conf()");
  const open = (now: () => number) => openPostgresStore({ url, masterKey: masterKey(), baseUrl: BASE_URL, now });
  const measure = async (): Promise<Sizes> => {
    const rows = await queryRows<{ name: string; bytes: string }>(
      url,
      "select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relname = any($1) and relkind = 'r'",
      [PRUNED],
    );
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes) / 1e6]));
  };
  return await liveThrough({ run, days, engine: "PostgreSQL", open, measure });
}

interface Life {
  readonly run: Run;
  readonly days: number;
  readonly engine: string;
  readonly open: (now: () => number) => Promise<Store>;
  readonly measure: () => Promise<Sizes>;
}

async function liveThrough({ run, days, engine, open, measure }: Life): Promise<readonly Figure[]> {
  const year: Year = await beginYear(open);
  run.stack.defer(() => year.store.close());
  const sampled = new Map<number, Sizes>();
  for (let day = 1; day <= days; day++) {
    await passDay(year, day);
    if (SAMPLES.some((sample) => sample === day) || day === days) sampled.set(day, await measure());
  }
  const figures: Figure[] = [];
  for (const [day, sizes] of sampled) {
    for (const [what, value] of Object.entries(sizes)) {
      figures.push({ name: `${engine}, day ${day}: ${what}`, value, unit: "MB" });
    }
  }
  const [full, end] = [sampled.get(FULL_DAY), sampled.get(days)];
  const ratio = total(end) / total(full);
  figures.push({
    name: `${engine}: day ${days} against day ${FULL_DAY}`,
    value: ratio,
    unit: "×",
    budget: { atMost: SLACK },
  });
  figures.push({ name: `${engine}: pings stored in that time`, value: year.pings, unit: "" });
  return figures;
}

function total(sizes: Sizes | undefined): number {
  return Object.entries(sizes ?? {}).reduce(
    (sum, [what, value]) => (what === "free in it" ? sum - value : sum + value),
    0,
  );
}
