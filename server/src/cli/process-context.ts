import { styleText } from "node:util";
import { readEnvironment } from "../config/read-environment.ts";
import { systemClock } from "../lib/clock.ts";
import type { CliContext } from "./context.ts";
import { spawnChild } from "./spawn-child.ts";

/** The world of this process. */
export function processContext(exitWith: (code: number) => void): CliContext {
  const { stdin, stdout, stderr } = process;
  // A reader that goes away, as `head` does, ends the output and nothing else.
  stdout.on("error", () => undefined);
  stderr.on("error", () => undefined);
  return {
    environment: readEnvironment(),
    clock: systemClock,
    fetch: globalThis.fetch,
    nodeVersion: process.version,
    print: (line) => void stdout.write(`${line}\n`),
    complain: (line) => void stderr.write(`${line}\n`),
    draw: (line) => void stdout.write(`\r\u001b[K${line}`),
    paint: (colour, text) => styleText(colour, text, { stream: stdout }),
    columns: stdout.isTTY ? stdout.columns : null,
    readInput: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    loadStartServer: async () => (await import("../hosts/server.ts")).startServer,
    spawnChild: (command, args, options) => spawnChild(command, args, { ...options, stdout, stderr }),
    interactive: stdin.isTTY === true,
    onSignals: (signals, listener) => {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    exitWith,
    exitNow: (code) => process.exit(code),
  };
}
