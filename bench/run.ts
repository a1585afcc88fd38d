/**
 * `npm run bench`: measures the budgets one after another and prints them. `npm run bench -- pings sweep` runs those
 * whose name begins so, `--quick` makes a smoke run of it. What it means: docs/performance.md.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { alarms } from "./benchmarks/alarms.ts";
import { deliveries } from "./benchmarks/deliveries.ts";
import { firstAttempt } from "./benchmarks/first-attempt.ts";
import { fsync } from "./benchmarks/fsync.ts";
import { list } from "./benchmarks/list.ts";
import { memory } from "./benchmarks/memory.ts";
import { pings } from "./benchmarks/pings.ts";
import { postgresPings } from "./benchmarks/postgres-pings.ts";
import { postgresStore } from "./benchmarks/postgres-store.ts";
import { probes } from "./benchmarks/probes.ts";
import { retention } from "./benchmarks/retention.ts";
import { start } from "./benchmarks/start.ts";
import { storeThread } from "./benchmarks/store-thread.ts";
import { sweep } from "./benchmarks/sweep.ts";
import { table } from "./benchmarks/table.ts";
import type { Benchmark, Figure } from "./lib/benchmark.ts";
import { isKept, renderTable } from "./lib/table.ts";

const BENCHMARKS: readonly Benchmark[] = [
  fsync,
  pings,
  postgresPings,
  postgresStore,
  alarms,
  probes,
  sweep,
  firstAttempt,
  deliveries,
  memory,
  list,
  start,
  retention,
  storeThread,
  table,
];

/** A benchmark that takes longer is broken. */
const LIMIT_MS = 180_000;

interface Done {
  readonly benchmark: string;
  readonly seconds: number;
  readonly figures: readonly Figure[];
  readonly error: string | null;
}

async function runOne(benchmark: Benchmark, quick: boolean, stacks: Set<AsyncDisposableStack>): Promise<Done> {
  const stack = new AsyncDisposableStack();
  stacks.add(stack);
  const startedAt = performance.now();
  const outcome = await Promise.race([benchmark.measure({ quick, stack }), timeIsUp(stack)]).then(
    (figures) => ({ figures, error: null }),
    (error: unknown) => ({ figures: [], error: inspect(error) }),
  );
  await stack.disposeAsync();
  stacks.delete(stack);
  return { benchmark: benchmark.name, seconds: (performance.now() - startedAt) / 1000, ...outcome };
}

/** Fails after the limit; nothing waits for it when the benchmark ends before. */
function timeIsUp(stack: AsyncDisposableStack): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
    stack.defer(() => clearTimeout(timer));
  });
}

/** A run that is stopped leaves no child and no folder behind. */
function undoWhenStopped(stacks: ReadonlySet<AsyncDisposableStack>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void Promise.all([...stacks].map((stack) => stack.disposeAsync())).finally(() => process.exit(1));
    });
  }
}

function writeResults(done: readonly Done[], quick: boolean): string {
  const folder = join(import.meta.dirname, "results");
  const path = join(folder, "latest.json");
  const machine = {
    cpus: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    platform: process.platform,
    node: process.version,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), quick, machine, done }, null, 2)}\n`);
  return path;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { quick: { type: "boolean" } }, allowPositionals: true });
  const quick = values.quick ?? false;
  const chosen = BENCHMARKS.filter(
    ({ name }) => positionals.length === 0 || positionals.some((wanted) => name.startsWith(wanted)),
  );
  if (chosen.length === 0) {
    process.stderr.write(`No benchmark is called so. There are: ${BENCHMARKS.map(({ name }) => name).join(", ")}\n`);
    return 1;
  }
  const stacks = new Set<AsyncDisposableStack>();
  undoWhenStopped(stacks);
  const done: Done[] = [];
  for (const benchmark of chosen) {
    process.stdout.write(`\n${benchmark.name}: ${benchmark.about}\n`);
    const result = await runOne(benchmark, quick, stacks);
    done.push(result);
    process.stdout.write(result.error === null ? renderTable(result.figures) : `  broke: ${result.error}\n`);
  }
  const figures = done.flatMap((result) => result.figures).filter((figure) => figure.budget !== undefined);
  const missed = figures.filter((figure) => !isKept(figure)).length;
  const broken = done.filter((result) => result.error !== null).length;
  const seconds = Math.round(done.reduce((sum, result) => sum + result.seconds, 0));
  process.stdout.write(`\n${figures.length - missed} budgets kept, ${missed} missed, ${broken} benchmarks broke, `);
  process.stdout.write(`${seconds} s. All figures: ${writeResults(done, quick)}\n`);
  return broken === 0 ? 0 : 1;
}

process.exitCode = await main();
