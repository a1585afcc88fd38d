import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Benchmark, ofRounds, type Run } from "../lib/benchmark.ts";
import { ENVIRONMENT, makeDataFolder, monitorId } from "../lib/data-folder.ts";
import { stopChild } from "../lib/programs.ts";

const BIN = fileURLToPath(new URL("../../server/bin/watchbell.js", import.meta.url));
const MONITORS = 10_000;
const GIVE_UP_MS = 30_000;

/** How long pings go unheard when the server is started again. */
export const start: Benchmark = {
  name: "start",
  about: `From the start of the process to the first ping that is answered 200, ${MONITORS.toLocaleString("en-US")} monitors stored, run from source.`,
  async measure(run) {
    const dataDir = await makeDataFolder(run, { monitors: MONITORS });
    const rounds: number[] = [];
    for (let round = 0; round < (run.quick ? 2 : 7); round++) rounds.push(await startOnce(run, dataDir));
    return [ofRounds("start to first answered ping", "ms", rounds, { atMost: 2_000 })];
  },
};

async function startOnce(run: Run, dataDir: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [BIN, "serve"], {
    env: {
      ...ENVIRONMENT,
      WATCHBELL_HOST: "127.0.0.1",
      WATCHBELL_PORT: String(port),
      WATCHBELL_DATA_DIR: dataDir,
      WATCHBELL_LOG_LEVEL: "warn",
    },
    stdio: "ignore",
  });
  run.stack.defer(() => stopChild(child));
  await untilAnswered(`http://127.0.0.1:${port}/ping/${monitorId(1)}`);
  const took = performance.now() - startedAt;
  await stopChild(child);
  return took;
}

async function untilAnswered(url: string): Promise<void> {
  for (const giveUpAt = performance.now() + GIVE_UP_MS; performance.now() < giveUpAt; await sleep(5)) {
    // Refused connections and 503 are what is waited out here.
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
  }
  throw new Error("the server answered no ping");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
