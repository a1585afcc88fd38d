import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { bootstrapProject } from "../../server/src/actions/bootstrap-project.ts";
import { completeConfig } from "../../server/src/actions/monitor-defaults.ts";
import { parseSettings } from "../../server/src/config/parse-settings.ts";
import type { MonitorState } from "../../server/src/model/index.ts";
import { configColumns, STATE_COLUMNS, stateToRow } from "../../server/src/store/sql/rows.ts";
import { openSqliteStore } from "../../server/src/store/sql/sqlite-store.ts";
import type { Run } from "./benchmark.ts";

export const API_KEY = "wbw_benchmark-write-key";
export const PING_KEY = "benchmarkpingkey000000";
const SECRET_KEY = "benchmark-secret-key-benchmark-secret-key";

/** The settings of every server that is measured. */
export const ENVIRONMENT = {
  WATCHBELL_SECRET_KEY: SECRET_KEY,
  WATCHBELL_BOOTSTRAP_API_KEY: API_KEY,
  WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY,
};

const PERIOD_MS = 86_400_000;
const GRACE_MS = 3_600_000;

/** How the stored monitors stand. */
export interface Fleet {
  readonly monitors: number;
  /** So many of them have a deadline that is over. */
  readonly overdue?: number;
}

/** A folder under the system's temporary one that goes when the benchmark ends. */
export async function temporaryFolder(run: Run): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "watchbell-bench-"));
  run.stack.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A data folder as a first start leaves it, with so many monitors more, each up and due within a day. */
export async function makeDataFolder(run: Run, fleet: Fleet): Promise<string> {
  const folder = await temporaryFolder(run);
  const store = await openStore(folder);
  await bootstrapProject({ settings: benchmarkSettings(folder), store });
  await store.close();
  if (fleet.monitors > 0) insertMonitors(databasePath(folder), fleet);
  return folder;
}

/** Opens the store of a data folder in this thread. */
export function openStore(folder: string) {
  const { baseUrl } = benchmarkSettings(folder);
  return openSqliteStore({ path: databasePath(folder), masterKey: masterKey(), baseUrl }, () => Date.now());
}

/** Where the database of a data folder lies. */
export function databasePath(folder: string): string {
  return join(folder, "watchbell.db");
}

/** The key that the benchmarks' secrets are sealed with. */
export function masterKey(): Uint8Array {
  return Buffer.from(SECRET_KEY, "utf8");
}

/** The settings as a server of the benchmarks reads them. */
export function benchmarkSettings(folder: string) {
  const env = { ...ENVIRONMENT, WATCHBELL_DATA_DIR: folder, WATCHBELL_LOG_LEVEL: "warn", WATCHBELL_PORT: "0" };
  const parsed = parseSettings({ env, cwd: folder, readFile: (p: string) => readFileSync(p, "utf8") });
  if (parsed.kind !== "ok") throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

/** The id of the n-th monitor: spread over the index as random ones are, so that the order of making helps nobody. */
export function monitorId(n: number): string {
  const scattered = ((BigInt(n) * 2_654_435_761n) % 4_294_967_296n).toString(16).padStart(8, "0");
  return `${scattered}-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
}

/** The slug of the n-th monitor. */
export function monitorSlug(n: number): string {
  return `job-${n}`;
}

/** Rows for all monitors in two statements: a million are made in seconds. */
function insertMonitors(path: string, { monitors, overdue = 0 }: Fleet): void {
  const db = new DatabaseSync(path);
  const now = Date.now();
  const config = configColumns({ ...completeConfig({ name: "job-@", slug: "job-@" }), topics: ["default+alerts"] });
  const columns = Object.entries({ ...config, version: 1, created_at: now });
  const state = stateToRow(0, upSince(now), 0);
  const numbers = "with recursive n (n) as (select 1 union all select n + 1 from n where n < ?)";
  const deadline = `iif(n <= ${overdue}, ${now} - 1000 - n, ${now} + ${GRACE_MS} + n * 7919 % ${PERIOD_MS})`;
  const computed: Readonly<Record<string, string>> = {
    monitor_seq: "seq",
    expected_at: `${deadline} - ${GRACE_MS}`,
    deadline_at: deadline,
    sweep_at: deadline,
  };
  db.exec("pragma synchronous = off; pragma cache_size = -400000; begin");
  db.prepare(
    `insert into monitors (id, project_id, ${columns.map(([name]) => name).join(", ")}) ${numbers}
     select printf('%08x-0000-4000-8000-%012x', n * 2654435761 % 4294967296, n), (select id from projects),
       ${columns.map(() => "replace(?, '@', n)").join(", ")} from n`,
  ).run(monitors, ...columns.map(([, value]) => String(value)));
  db.prepare(
    `insert into monitor_states (${STATE_COLUMNS.join(", ")})
     select ${STATE_COLUMNS.map((name) => computed[name] ?? "?").join(", ")}
     from (select seq, cast(substr(slug, 5) as integer) as n from monitors where slug like 'job-%')`,
  ).run(...state.filter((_, index) => computed[STATE_COLUMNS[index] ?? ""] === undefined).map(sqlValue));
  db.exec("commit; pragma wal_checkpoint(truncate)");
  db.close();
}

function sqlValue(value: unknown): string | number | null {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

function upSince(now: number): MonitorState {
  return {
    status: "up",
    statusSinceAt: now,
    pingCount: 1,
    lastPingAt: now,
    lastSignalAt: now,
    startedAt: null,
    startedRunId: null,
    lastDurationMs: null,
    failureCount: 0,
    failuresInRow: 0,
    successesInRow: 1,
    expectedAt: null,
    deadlineAt: null,
    incident: null,
    incidentCount: 0,
    alarm: null,
  };
}
