import type pg from "pg";
import { bootstrapProject } from "../../server/src/actions/bootstrap-project.ts";
import { completeConfig } from "../../server/src/actions/monitor-defaults.ts";
import { openPostgresStore } from "../../server/src/store/sql/postgres-store.ts";
import { configColumns } from "../../server/src/store/sql/rows.ts";
import { type ChildServer, startChildServer } from "../../server/test/child-server.ts";
import { startCluster } from "../../server/test/postgres/cluster.ts";
import { findPostgres } from "../../server/test/postgres/find-postgres.ts";
import { queryRows } from "../../server/test/postgres/query-rows.ts";
import type { Run } from "./benchmark.ts";
import { benchmarkSettings, ENVIRONMENT, type Fleet, masterKey, temporaryFolder } from "./data-folder.ts";
import { stopChild } from "./programs.ts";

/** As somebody would run it on such a machine; every commit is on the disk before it is answered. */
const SETTINGS = ["fsync=on", "shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min"];
const PERIOD_MS = 86_400_000;
const GRACE_MS = 3_600_000;

/** A durable PostgreSQL server of this run's own. */
export interface BenchmarkDatabase {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Starts PostgreSQL with a database as a first start leaves it; null where there is no PostgreSQL. */
export async function startDatabase(run: Run): Promise<BenchmarkDatabase | null> {
  const found = findPostgres();
  if (found.kind === "missing") return null;
  const cluster = await startCluster(found, { settings: SETTINGS });
  run.stack.defer(() => cluster.stop());
  const url = cluster.url("postgres");
  const folder = await temporaryFolder(run);
  const store = await openStoreOn(url);
  await bootstrapProject({ settings: benchmarkSettings(folder), store });
  await store.close();
  return {
    url,
    query: (text, values) => queryRows(url, text, values),
  };
}

/** Opens the store in this process. */
export function openStoreOn(url: string) {
  return openPostgresStore({ url, masterKey: masterKey(), baseUrl: "http://localhost" });
}

/** Starts `watchbell serve` on the database; it is stopped when the benchmark ends. */
export async function startServerOn(run: Run, { url }: BenchmarkDatabase): Promise<ChildServer> {
  const dataDir = await temporaryFolder(run);
  const server = await startChildServer({ dataDir, env: { ...ENVIRONMENT, WATCHBELL_DATABASE_URL: url } });
  run.stack.defer(() => stopChild(server.child));
  return server;
}

/** Makes so many monitors more, each up and due within a day, with the ids and slugs that data-folder.ts says. */
export async function fillDatabase(database: BenchmarkDatabase, { monitors, overdue = 0 }: Fleet): Promise<void> {
  const config = configColumns({ ...completeConfig({ name: "job-@", slug: "job-@" }), topics: ["default+alerts"] });
  const columns = Object.entries({ ...config, version: "1", created_at: String(Date.now()) });
  const now = Date.now();
  const values = columns.map(([name], index) => {
    const value = `replace($${index + 2}::text, '@', n::text)`;
    return name === "version" || name === "created_at" ? `${value}::bigint` : value;
  });
  await database.query(
    `insert into monitors (id, project_id, ${columns.map(([name]) => name).join(", ")})
     select lpad(to_hex((n * 2654435761) % 4294967296), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'),
       (select id from projects limit 1), ${values.join(", ")} from generate_series(1, $1::bigint) as n`,
    [monitors, ...columns.map(([, value]) => value)],
  );
  await database.query(
    `insert into monitor_states (monitor_seq, status, status_since_at, ping_count, last_ping_at, last_signal_at,
       failure_count, failures_in_row, successes_in_row, expected_at, deadline_at, incident_count, sweep_at)
     select seq, 'up', $1::bigint, 1, $1::bigint, $1::bigint, 0, 0, 1, due - ${GRACE_MS}, due, 0, due
     from (select seq, case when n <= ${overdue} then $1::bigint - 1000 - n else $1::bigint + ${GRACE_MS} + n * 7919 % ${PERIOD_MS} end as due
       from (select seq, substr(slug, 5)::bigint as n from monitors where slug like 'job-%') as numbered) as armed`,
    [now],
  );
  await database.query("vacuum analyze monitors, monitor_states");
  await database.query("checkpoint");
}
