import { Writable } from "node:stream";
import type { CliContext, StartServer } from "../src/cli/context.ts";
import { runCli } from "../src/cli/main.ts";
import { type Child, spawnChild } from "../src/cli/spawn-child.ts";
import { type Clock, systemClock } from "../src/lib/clock.ts";

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly columns?: number;
  readonly colours?: boolean;
  readonly interactive?: boolean;
  readonly nodeVersion?: string;
  readonly startServer?: StartServer;
  readonly spawnChild?: (command: string, args: readonly string[]) => Child;
}

export interface CliResult {
  readonly code: number;
  /** What stdout got, lines of the command and bytes of a child alike. */
  readonly out: string;
  readonly err: string;
}

/** A command line under way, to which signals can be sent. */
export interface RunningCli {
  readonly done: Promise<CliResult>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** The codes with which it wanted to end at once. */
  readonly exits: readonly number[];
  readonly out: () => string;
  readonly err: () => string;
}

/** Runs one command line inside the test, and waits for its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).done;
}

/** Runs one command line inside the test. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const exits: number[] = [];
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString("utf8");
  const context: Omit<CliContext, "exitWith"> = {
    environment: {
      env: options.env ?? {},
      readFile: (path) => readFake(options.files ?? {}, path),
      cwd: options.cwd ?? "/nowhere",
    },
    clock: options.clock ?? systemClock,
    fetch: options.fetch ?? globalThis.fetch,
    nodeVersion: options.nodeVersion ?? "v24.21.0",
    print: (line) => void out.push(Buffer.from(`${line}\n`)),
    complain: (line) => void err.push(Buffer.from(`${line}\n`)),
    draw: (line) => void out.push(Buffer.from(`\r${line}`)),
    paint: (colour, painted) => (options.colours ? `<${colour}>${painted}</>` : painted),
    columns: options.columns ?? null,
    readInput: async () => Buffer.from(options.stdin ?? ""),
    loadStartServer: async () => options.startServer ?? (() => Promise.reject(new Error("the test starts no server"))),
    spawnChild:
      options.spawnChild ??
      ((command, rest, how) => spawnChild(command, rest, { ...how, stdout: collect(out), stderr: collect(err) })),
    interactive: options.interactive ?? false,
    onSignals: (_, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exitNow: (code) => void exits.push(code),
  };
  const done = runCli(args, (exitWith) => ({ ...context, exitWith })).then((code) => ({
    code,
    out: text(out),
    err: text(err),
  }));
  return {
    done,
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
    exits,
    out: () => text(out),
    err: () => text(err),
  };
}

function readFake(files: Readonly<Record<string, string>>, path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
  return text;
}

function collect(chunks: Uint8Array[]): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}
