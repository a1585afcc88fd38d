import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../bin/watchbell.js", import.meta.url));
/** A machine that is busy with other tests takes its time. */
const START_TIMEOUT_MS = 90_000;

/** A server in a process of its own. */
export interface ChildServer {
  readonly child: ChildProcess;
  readonly url: string;
  /** All that it printed so far. */
  output(): string;
  /** Kills it with this signal and waits until it is gone; says its exit code, null when the signal ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface ChildServerOptions {
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The program; this checkout's unless told. */
  readonly bin?: string;
  /** The user to run as, who has the same group; only root may choose. */
  readonly uid?: number;
}

/** Starts `watchbell serve` on loopback and waits until it takes requests in. */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const child = spawn(process.execPath, [options.bin ?? BIN, "serve"], {
    env: {
      PATH: process.env.PATH ?? "",
      WATCHBELL_HOST: "127.0.0.1",
      WATCHBELL_PORT: String(options.port ?? 0),
      WATCHBELL_DATA_DIR: options.dataDir,
      WATCHBELL_LOG_LEVEL: "warn",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  let output = "";
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start:\n${output}`)), START_TIMEOUT_MS);
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /Watchbell runs .*?(http:\/\/\S+)/.exec(output)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found.replace("localhost", "127.0.0.1"));
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    // All that it printed has been read when it closes, not yet when it exits.
    child.once("close", (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it started:\n${output}`));
    });
  });
  return {
    child,
    url,
    output: () => output,
    async kill(signal) {
      child.kill(signal);
      return await exited;
    },
  };
}
