import { readFileSync } from "node:fs";
import type { ChildServer } from "../../server/test/child-server.ts";
import { type Benchmark, type Figure, ofRounds, type Run } from "../lib/benchmark.ts";
import { monitorId } from "../lib/data-folder.ts";
import { type LoadResult, sendLoad } from "../lib/load.ts";
import { type BenchmarkDatabase, fillDatabase, startDatabase, startServerOn } from "../lib/postgres.ts";
import { firstLine, startProgram, wholeOutput } from "../lib/programs.ts";
import type { RowJob, RowResult } from "../row-writer.ts";

const CONNECTIONS = 256;
const MONITORS = 1_000;
const PROCESSES = [1, 2, 3] as const;
const PATHS = Array.from({ length: MONITORS }, (_, index) => `/ping/${monitorId(index + 1)}`);
/** The numbers of the script's rows begin here (row-writer.ts). */
const FIRST_N = 1_000_000_000;
/** Of what the database takes from a script that does nothing else. */
const LEAST_RATIO = 0.5;

/** Durable pings a second of one, two and three processes on PostgreSQL, and how far that is from what the database can. */
export const postgresPings: Benchmark = {
  name: "postgres-pings",
  about: `Durable pings a second to ${MONITORS.toLocaleString("en-US")} monitors on PostgreSQL, ${CONNECTIONS} connections, against a script that writes the same rows in the same batches.`,
  async measure(run) {
    const database = await startDatabase(run);
    if (database === null) return [];
    await fillDatabase(database, { monitors: MONITORS });
    const bare = `http://127.0.0.1:${await firstLine(startProgram(run, "bare-server"))}`;
    const servers: ChildServer[] = [];
    for (const _ of PROCESSES) servers.push(await startServerOn(run, database));
    const seconds = run.quick ? 2 : 4;
    const measured: Measured = { bare: [], script: [], batches: [], ways: PROCESSES.map(() => []) };
    for (const { url } of servers) await sendLoad(run, { url, paths: PATHS, connections: CONNECTIONS, seconds: 1 });
    for (let round = 0; round < (run.quick ? 1 : 3); round++) {
      measured.bare.push(await sendLoad(run, { url: bare, paths: ["/ping/bare"], connections: CONNECTIONS, seconds }));
      for (const [index, count] of PROCESSES.entries()) {
        const since = Date.now();
        const results = await sendTo(run, servers.slice(0, count), seconds);
        if (count === 1) measured.batches.push(await batchSince(database, since));
        measured.ways[index]?.push(together(results));
      }
      const batch = Math.max(1, Math.round(measured.batches.at(-1) ?? CONNECTIONS));
      measured.script.push(await writeRows(run, { url: database.url, batch, writers: 1, monitors: MONITORS, seconds }));
    }
    return [...figuresOf(measured), ...memoryOf(servers), ...(await sizesOf(run, database, servers[0]))];
  },
};

interface Measured {
  readonly bare: LoadResult[];
  readonly script: RowResult[];
  /** Pings in a commit, of one process. */
  readonly batches: number[];
  readonly ways: readonly LoadResult[][];
}

async function sendTo(run: Run, servers: readonly ChildServer[], seconds: number): Promise<readonly LoadResult[]> {
  const connections = Math.floor(CONNECTIONS / servers.length);
  return await Promise.all(servers.map(({ url }) => sendLoad(run, { url, paths: PATHS, connections, seconds })));
}

function together(results: readonly LoadResult[]): LoadResult {
  const sum = (of: (result: LoadResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const most = (of: (result: LoadResult) => number): number => Math.max(...results.map(of));
  return {
    perSecond: sum(({ perSecond }) => perSecond),
    p50Ms: most(({ p50Ms }) => p50Ms),
    p99Ms: most(({ p99Ms }) => p99Ms),
    maxMs: most(({ maxMs }) => maxMs),
    answered: sum(({ answered }) => answered),
    failed: sum(({ failed }) => failed),
  };
}

/** Pings in a commit since this instant: what one transaction stored bears its mark. */
async function batchSince(database: BenchmarkDatabase, at: number): Promise<number> {
  const [row] = await database.query<{ batch: number | null }>(
    "select count(*)::float8 / nullif(count(distinct xmin::text), 0) as batch from pings where at >= $1::bigint and n < $2::bigint",
    [at, FIRST_N],
  );
  return row?.batch ?? 1;
}

async function writeRows(run: Run, job: RowJob): Promise<RowResult> {
  return JSON.parse(await wholeOutput(startProgram(run, "row-writer", [JSON.stringify(job)]))) as RowResult;
}

function figuresOf({ bare, script, batches, ways }: Measured): readonly Figure[] {
  const perSecond = (results: readonly { readonly perSecond: number }[]) => results.map((result) => result.perSecond);
  const ratios = (results: readonly LoadResult[], to: readonly { readonly perSecond: number }[]) =>
    results.map((result, round) => result.perSecond / (to[round]?.perSecond ?? Number.NaN));
  return [
    ofRounds("bare node:http", "/s", perSecond(bare)),
    ofRounds("pings in a commit, one process", "", batches),
    ofRounds("the script, rows", "/s", perSecond(script)),
    ...ways.flatMap((results, index) => {
      const name = PROCESSES[index] === 1 ? "1 process" : `${PROCESSES[index]} processes`;
      return [
        ofRounds(name, "/s", perSecond(results)),
        ofRounds(
          `${name}, answer p50`,
          "ms",
          results.map(({ p50Ms }) => p50Ms),
        ),
        ofRounds(
          `${name}, answer p99`,
          "ms",
          results.map(({ p99Ms }) => p99Ms),
        ),
        ofRounds(`${name}, of the script`, "×", ratios(results, script), { atLeast: LEAST_RATIO }),
        ofRounds(`${name}, of bare`, "×", ratios(results, bare)),
      ];
    }),
  ];
}

/** What a ping and a monitor take on the disk, with their indexes, and what a ping writes ahead. */
async function sizesOf(
  run: Run,
  database: BenchmarkDatabase,
  server: ChildServer | undefined,
): Promise<readonly Figure[]> {
  const written = async (): Promise<number> =>
    (await database.query<{ at: number }>("select (pg_current_wal_lsn() - '0/0')::float8 as at"))[0]?.at ?? 0;
  const before = await written();
  const answered = server ? (await sendTo(run, [server], 2)).reduce((sum, result) => sum + result.answered, 0) : 0;
  const ahead = (await written()) - before;
  const [sizes] = await database.query<{ ping: number; monitor: number }>(
    `select pg_total_relation_size('pings')::float8 / (select count(*) from pings) as ping,
      (pg_total_relation_size('monitors') + pg_total_relation_size('monitor_states'))::float8
        / (select count(*) from monitors) as monitor`,
  );
  return [
    { name: "a ping on the disk", value: sizes?.ping ?? Number.NaN, unit: "B" },
    { name: "a monitor on the disk", value: sizes?.monitor ?? Number.NaN, unit: "B" },
    { name: "a ping written ahead", value: ahead / answered, unit: "B" },
  ];
}

function memoryOf(servers: readonly ChildServer[]): readonly Figure[] {
  if (process.platform !== "linux") return [];
  const megabytes = servers.map(({ child }) => {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
    return Number(kilobytes) / 1000;
  });
  return [ofRounds("memory of a process after it", "MB", megabytes)];
}
