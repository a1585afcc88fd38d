import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Benchmark, type Figure, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, monitorId, temporaryFolder } from "../lib/data-folder.ts";
import { measureFsync } from "../lib/fsync.ts";
import { type LoadResult, sendLoad } from "../lib/load.ts";
import { firstLine, startProgram, stopChild } from "../lib/programs.ts";
import type { LoopDelay } from "../ping-server.ts";

const CONNECTIONS = 256;
const MONITORS = 1_000;
const PATHS = Array.from({ length: MONITORS }, (_, index) => `/ping/${monitorId(index + 1)}`);
/** Processes that keep the disk busy. */
const WRITERS = 4;
const SETTLE_MS = 500;
const THREADS = ["main", "worker"] as const;

interface Measured {
  readonly load: LoadResult;
  readonly delay: LoopDelay;
}

/** Why the store has a thread of its own: what it costs in pings, and what it spares the timers of the main thread. */
export const storeThread: Benchmark = {
  name: "store-thread",
  about: `Pings to ${MONITORS.toLocaleString("en-US")} monitors with the store in the main thread or in its own, on the disk as it is and on a busy one.`,
  async measure(run) {
    const quiet = await compareThreads(run, "disk as it is");
    const folders = await Promise.all(Array.from({ length: WRITERS }, () => temporaryFolder(run)));
    const writers = folders.map((folder) => startProgram(run, "busy-disk", [folder]));
    await sleep(SETTLE_MS);
    const fsync = measureFsync(folders[0] ?? "", run.quick ? 20 : 100);
    const slow = await compareThreads(run, "busy disk");
    await Promise.all(writers.map(stopChild));
    const pace = { name: "busy disk, fsync median", value: fsync.p50Ms, unit: "ms" };
    return [...quiet, pace, { ...pace, name: "busy disk, fsync p99", value: fsync.p99Ms }, ...slow];
  },
};

async function compareThreads(run: Run, disk: string): Promise<readonly Figure[]> {
  const servers = await Promise.all(THREADS.map(async (thread) => ({ thread, ...(await startServer(run, thread)) })));
  const results = THREADS.map((): Measured[] => []);
  for (const { url } of servers) await sendLoad(run, { url, paths: PATHS, connections: CONNECTIONS, seconds: 1 });
  for (let round = 0; round < (run.quick ? 1 : 3); round++) {
    for (const [index, { child, url }] of servers.entries()) {
      await askForDelay(child);
      const load = await sendLoad(run, { url, paths: PATHS, connections: CONNECTIONS, seconds: run.quick ? 1 : 3 });
      results[index]?.push({ load, delay: await askForDelay(child) });
    }
  }
  for (const { child } of servers) await stopChild(child);
  return THREADS.flatMap((thread, index) => figures(`${disk}, store in the ${thread} thread`, results[index] ?? []));
}

async function startServer(run: Run, thread: (typeof THREADS)[number]) {
  const child = startProgram(run, "ping-server", [thread, await makeDataFolder(run, { monitors: MONITORS })]);
  return { child, url: `http://127.0.0.1:${await firstLine(child)}` };
}

async function askForDelay(child: ReturnType<typeof startProgram>): Promise<LoopDelay> {
  child.send("delay");
  const [told] = await once(child, "message");
  return told as LoopDelay;
}

function figures(name: string, results: readonly Measured[]): readonly Figure[] {
  const of = (what: string, unit: string, value: (measured: Measured) => number): Figure =>
    ofRounds(`${name}, ${what}`, unit, results.map(value));
  return [
    of("pings", "/s", ({ load }) => load.perSecond),
    of("event loop delay p99", "ms", ({ delay }) => delay.p99Ms),
    of("event loop delay, longest", "ms", ({ delay }) => delay.maxMs),
  ];
}
