import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Benchmark, type Figure, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, temporaryFolder } from "../lib/data-folder.ts";
import { stopChild } from "../lib/programs.ts";
import { startServer } from "../lib/server.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const MONITORS = 1_000;
const FROM_SOURCE_MB = 170;
const PACKED_MB = 120;

/** What the server takes of the machine's memory when nothing happens. */
export const memory: Benchmark = {
  name: "memory",
  about: "Resident memory of an idle server with one thousand monitors, some seconds after its start (Linux only).",
  async measure(run) {
    if (process.platform !== "linux") return [];
    const source = await idle(run, "from source", FROM_SOURCE_MB);
    const bin = await builtServer(run);
    return bin === null ? [source] : [source, await idle(run, "as packed", PACKED_MB, bin)];
  },
};

async function idle(run: Run, name: string, atMost: number, bin?: string): Promise<Figure> {
  const rounds: number[] = [];
  for (let round = 0; round < (run.quick ? 1 : 3); round++) {
    const server = await startServer(run, await makeDataFolder(run, { monitors: MONITORS }), bin ? { bin } : {});
    await sleep(run.quick ? 2_000 : 5_000);
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1];
    rounds.push(Number(kilobytes) / 1000);
    await stopChild(server.child);
  }
  return ofRounds(name, "MB", rounds, { atMost });
}

/** The compiled server laid out as in its package, where no source is found beside it; null: it was not built. */
async function builtServer(run: Run): Promise<string | null> {
  if (!existsSync(join(ROOT, "server", "dist"))) return null;
  const folder = await temporaryFolder(run);
  for (const part of ["bin", "dist", "package.json"]) {
    cpSync(join(ROOT, "server", part), join(folder, "server", part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return join(folder, "server", "bin", "watchbell.js");
}
