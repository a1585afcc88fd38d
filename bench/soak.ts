/**
 * `npm run soak`: a steady load for minutes, to see whether memory and lag stay flat. `--minutes 30`, `--rate 2000`,
 * `--monitors 50000`; on PostgreSQL unless `--store sqlite`. It prints a line a minute and at the end the curves, which it
 * also writes to bench/results/soak.svg. What it means: docs/performance.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { ChildServer } from "../server/test/child-server.ts";
import { type Sink, startSink } from "../server/test/sink.ts";
import { quantile, type Run } from "./lib/benchmark.ts";
import { makeDataFolder, monitorId } from "./lib/data-folder.ts";
import { drawCurves } from "./lib/draw-curves.ts";
import { fillDatabase, startDatabase, startServerOn } from "./lib/postgres.ts";
import { api, startServer } from "./lib/server.ts";

const CONNECTIONS = 64;
const TICK_MS = 10;
/** A monitor that falls silent, so that its alarm can be timed. */
const SILENT = { type: "period", periodSeconds: 2, graceSeconds: 1 } as const;
const LONGEST_MINUTES = 120;

/** What one minute was like. */
interface Minute {
  readonly minute: number;
  readonly perSecond: number;
  readonly failed: number;
  /** From when a ping was due to be sent until it was answered: a server that stalls cannot hide it. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly memoryMb: number;
  /** From a deadline to the alarm at its target. */
  readonly alarmMs: number;
  readonly load: number;
}

interface Plan {
  readonly minutes: number;
  readonly rate: number;
  readonly monitors: number;
  readonly store: "postgres" | "sqlite";
}

function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "30" },
      rate: { type: "string", default: "2000" },
      monitors: { type: "string", default: "50000" },
      store: { type: "string", default: "postgres" },
    },
  });
  const minutes = Math.min(LONGEST_MINUTES, Math.max(1, Number(values.minutes)));
  const store = values.store === "sqlite" ? "sqlite" : "postgres";
  return { minutes, rate: Number(values.rate), monitors: Number(values.monitors), store };
}

async function openServer(run: Run, { store, monitors }: Plan): Promise<ChildServer> {
  if (store === "sqlite") return await startServer(run, await makeDataFolder(run, { monitors }));
  const database = await startDatabase(run);
  if (database === null) throw new Error("there is no PostgreSQL; try --store sqlite");
  await fillDatabase(database, { monitors });
  return await startServerOn(run, database);
}

/** Sends so many pings a second, whatever the answers do; gathers how late each was answered. */
function startPings(url: string, { rate, monitors }: Plan) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const startedAt = performance.now();
  let sent = 0;
  let latencies: number[] = [];
  let failed = 0;
  const reasons = new Map<string, number>();
  const fail = (reason: string): void => {
    failed += 1;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  };
  const send = (dueAt: number): void => {
    const path = `/ping/${monitorId(1 + Math.floor(Math.random() * monitors))}`;
    const request = get(`${url}${path}`, { agent }, (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === 200) latencies.push(performance.now() - dueAt);
        else fail(`answered ${response.statusCode}`);
      });
    });
    request.on("error", (error: Error & { readonly code?: string }) => fail(error.code ?? error.message));
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
    for (; sent < due; sent++) send(startedAt + (sent / rate) * 1000);
  }, TICK_MS);
  return {
    reasons,
    take() {
      const taken = { latencies, failed };
      latencies = [];
      failed = 0;
      return taken;
    },
    stop() {
      clearInterval(timer);
      agent.destroy();
    },
  };
}

/** Lets a monitor fall silent and says how long after its deadline the target heard of it. */
async function timeAlarm(url: string, sink: Sink, minute: number): Promise<number> {
  const body = { name: `silent ${minute}`, schedule: SILENT, topics: ["bench+soak"], notifyOn: ["down"] };
  const { id } = (await api(url, "POST", "/monitors", body)) as { readonly id: string };
  const heard = new Promise<number>((resolve) => {
    sink.behave((received, response) => {
      response.end("ok");
      if (received.body.includes(id)) resolve(Date.now());
    });
  });
  await fetch(`${url}/ping/${id}`);
  const { deadlineAt } = (await api(url, "GET", `/monitors/${id}`)) as { readonly deadlineAt: string };
  return (await heard) - Date.parse(deadlineAt);
}

function residentMb({ child }: ChildServer): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1000;
}

async function soak(run: Run, plan: Plan): Promise<readonly Minute[]> {
  const server = await openServer(run, plan);
  const sink = await startSink();
  run.stack.defer(() => sink.close());
  const integration = { name: "sink", provider: "webhook", credentials: { url: `${sink.url}/hook` } };
  await api(server.url, "PUT", "/channels/bench/topics/soak", { integrations: [integration] });
  const pings = startPings(server.url, plan);
  run.stack.defer(() => pings.stop());
  const minutes: Minute[] = [];
  for (let minute = 1; minute <= plan.minutes; minute++) {
    const startedAt = performance.now();
    const alarm = timeAlarm(server.url, sink, minute);
    await sleep(60_000);
    const { latencies, failed } = pings.take();
    const seen: Minute = {
      minute,
      perSecond: latencies.length / ((performance.now() - startedAt) / 1000),
      failed,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
      memoryMb: residentMb(server),
      alarmMs: await Promise.race([alarm, sleep(1, Number.NaN)]),
      load: loadavg()[0] ?? 0,
    };
    minutes.push(seen);
    process.stdout.write(`${lineOf(seen)}\n`);
  }
  for (const [reason, count] of pings.reasons) process.stdout.write(`${count} failed: ${reason}\n`);
  return minutes;
}

const HEAD = "minute  pings/s  failed  p50 ms  p99 ms  memory MB  alarm ms  load of the machine";

function lineOf(minute: Minute): string {
  const { perSecond, failed, p50Ms, p99Ms, memoryMb, alarmMs, load } = minute;
  const cells: readonly (readonly [string | number, number])[] = [
    [minute.minute, 6],
    [perSecond.toFixed(0), 9],
    [failed, 8],
    [p50Ms.toFixed(1), 8],
    [p99Ms.toFixed(1), 8],
    [memoryMb.toFixed(0), 11],
    [alarmMs.toFixed(0), 10],
    [load.toFixed(1), 21],
  ];
  return cells.map(([cell, width]) => String(cell).padStart(width)).join("");
}

async function main(): Promise<void> {
  const plan = readPlan();
  const stack = new AsyncDisposableStack();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stack.disposeAsync().finally(() => process.exit(1)));
  }
  process.stdout.write(
    `${plan.rate} pings a second to ${plan.monitors} monitors for ${plan.minutes} minutes, ${plan.store}.\n${HEAD}\n`,
  );
  try {
    const minutes = await soak({ quick: false, stack }, plan);
    const folder = join(import.meta.dirname, "results");
    mkdirSync(folder, { recursive: true });
    const curves = [
      { name: "memory, MB", values: minutes.map(({ memoryMb }) => memoryMb) },
      { name: "answer p99, ms", values: minutes.map(({ p99Ms }) => p99Ms) },
      { name: "deadline to alarm, ms", values: minutes.map(({ alarmMs }) => alarmMs) },
    ];
    writeFileSync(join(folder, "soak.svg"), drawCurves(curves, "minute"));
    process.stdout.write(`The curves: ${join(folder, "soak.svg")}\n`);
  } finally {
    await stack.disposeAsync();
  }
}

await main();
