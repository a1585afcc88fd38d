import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FoundPostgres } from "./find-postgres.ts";

const run = promisify(execFile);

/** A PostgreSQL server of our own, in a temporary folder, on loopback. */
export interface Cluster {
  /** The connection URL of one of its databases. */
  url(database: string): string;
  /** Ends every connection and starts the server anew: in order, or after a crash, as if it had been killed. */
  restart(how: "fast" | "immediate"): Promise<void>;
  /** Ends every connection, stops the server and deletes its folder. */
  stop(): Promise<void>;
}

const SETTINGS = ["synchronous_commit=on", "max_connections=200"];
/** Durability costs tests time and tells them nothing: they never pull the plug. */
const FAST = ["fsync=off", "full_page_writes=off"];
const READY = "ready to accept connections";
const KEPT_OUTPUT = 10_000;
const ENDS_BY = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

export interface ClusterOptions {
  /** In place of those that make tests fast: such as `shared_buffers=1GB`. */
  readonly settings?: readonly string[];
}

/** Makes a cluster and starts it as another user than root. */
export async function startCluster(
  { initdb, postgres, owner }: FoundPostgres,
  { settings: chosen = FAST }: ClusterOptions = {},
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-postgres-"));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  // The answers that are read below are those of this locale.
  const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  const data = join(folder, "data");
  await run(initdb, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], options);
  const port = await freePort();
  const settings = [
    ...SETTINGS,
    ...chosen,
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
  ];
  const start = (): ChildProcess =>
    spawn(postgres, ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
  let server = start();
  const kill = (): void => void server.kill("SIGQUIT");
  process.once("exit", kill);
  await ready(server);
  const end = async (how: keyof typeof ENDS_BY): Promise<void> => {
    const gone = once(server, "exit");
    server.kill(ENDS_BY[how]);
    await gone;
  };
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async restart(how) {
      await end(how);
      server = start();
      await ready(server);
    },
    async stop() {
      process.off("exit", kill);
      await end("fast");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (chunk: Buffer) => {
      // What it says later is read, so that it is not held up, and forgotten.
      output = `${output}${chunk.toString()}`.slice(-KEPT_OUTPUT);
      if (output.includes(READY)) resolve();
    });
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return address.port;
}
