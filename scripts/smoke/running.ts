import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 10_000;

/** The keys that the server is started with. */
export const KEYS = { api: "smoke-write-key-0123456789", ping: "smoke-ping-key-0123456789" };

/** A server that was started here and must be stopped here. */
export interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly output: () => string;
}

/** Starts `watchbell serve` on a free port, with a fresh data folder, and waits until it is ready. */
export async function start(bin: string, dataDir: string): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, [bin, "serve"], {
    cwd: dirname(dataDir),
    env: {
      PATH: process.env.PATH,
      WATCHBELL_PORT: String(port),
      WATCHBELL_DATA_DIR: dataDir,
      WATCHBELL_BOOTSTRAP_API_KEY: KEYS.api,
      WATCHBELL_BOOTSTRAP_PING_KEY: KEYS.ping,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (child.pid === undefined) throw new Error(`${process.execPath} could not be started`);
  const output = (): string => Buffer.concat(chunks).toString("utf8");
  const server = { child, pid: child.pid, url: `http://127.0.0.1:${port}`, output };
  await waitUntilReady(server);
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function waitUntilReady({ child, url, output }: Server): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}:\n${output()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`the server was not ready after ${START_WITHIN_MS} ms:\n${output()}`);
}

/** Resident memory of the server; a figure to watch, not a gate. */
export function measureMemory({ pid }: Server): string {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(join("/proc", String(pid), "status"), "utf8"))?.[1];
  return `${Math.round(Number(kilobytes) / 1000)} MB resident`;
}

/** Stops the server as a service manager does; it must end by itself, in peace. */
export async function stop({ child, output }: Server): Promise<string> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
  child.kill("SIGTERM");
  const timeout = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timeout);
  if (child.exitCode !== 0) throw new Error(`it ended with ${child.signalCode ?? child.exitCode}:\n${output()}`);
  return "exit code 0";
}
