import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";

/** A command that runs. */
export interface Child {
  /** Settles when the command has ended; never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** What the command writes to stdout and stderr, as it comes, until `drained`. */
  readonly onOutput: (listener: (chunk: Uint8Array) => void) => void;
  /** Settles when nothing can be written any more, also by what the command left running. */
  readonly drained: Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export interface ChildEnd {
  /** As a shell says it: the command's own, 128 + n for a signal, 127 not found, 126 not to be run. */
  readonly exitCode: number;
  /** Why it could not be started; null when it was. */
  readonly fault: string | null;
}

/** Starts a command on this process's stdin. With `capture` its output passes through us, else it has our stdout and stderr. */
export function spawnChild(
  command: string,
  args: readonly string[],
  options: { readonly capture: boolean; readonly stdout: Writable; readonly stderr: Writable },
): Child {
  const output = options.capture ? "pipe" : "inherit";
  const child = spawn(command, args, { stdio: ["inherit", output, output] });
  const listeners: ((chunk: Uint8Array) => void)[] = [];
  const tell = (chunk: Uint8Array): void => {
    for (const listener of listeners) listener(chunk);
  };
  if (child.stdout) passOn(child.stdout, options.stdout, tell);
  if (child.stderr) passOn(child.stderr, options.stderr, tell);
  return {
    ended: waitForEnd(child, command),
    drained: new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    }),
    onOutput: (listener) => void listeners.push(listener),
    kill: (signal) => void child.kill(signal),
  };
}

/** Copies as fast as the reader takes it. When the reader is gone, so is the pipe: the command learns it as it would without us. */
function passOn(from: Readable, to: Writable, tell: (chunk: Uint8Array) => void): void {
  from.on("data", (chunk: Uint8Array) => {
    tell(chunk);
    if (to.destroyed || to.write(chunk)) return;
    from.pause();
    to.once("drain", () => from.resume());
  });
  to.on("error", () => from.destroy());
  from.on("error", () => from.destroy());
}

function waitForEnd(child: ChildProcess, command: string): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve(startFault(error, command)));
    child.once("exit", (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ exitCode, fault: null });
    });
  });
}

function startFault(error: NodeJS.ErrnoException, command: string): ChildEnd {
  if (error.code === "ENOENT") return { exitCode: 127, fault: `${command}: command not found` };
  if (error.code === "EACCES") return { exitCode: 126, fault: `${command}: permission denied` };
  return { exitCode: 126, fault: `${command}: ${error.code ?? error.message}` };
}
