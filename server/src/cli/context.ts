import type { Environment } from "../config/environment.ts";
import type { Settings } from "../config/settings.ts";
import type { Clock } from "../lib/clock.ts";
import type { Child } from "./spawn-child.ts";

/** Starts the server of this machine, as hosts/server.ts does. */
export type StartServer = (
  settings: Settings,
  options: { readonly print: (line: string) => void },
) => Promise<{ readonly address: string; stop(): Promise<void>; readonly outgrown: Promise<string> }>;

export type Colour = "green" | "yellow" | "red" | "gray";

/** What the commands have of the world around them. process-context.ts makes the real one. */
export interface CliContext {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly nodeVersion: string;
  /** Writes a line to stdout. */
  readonly print: (line: string) => void;
  /** Writes a line to stderr. */
  readonly complain: (line: string) => void;
  /** Draws a line over the one that was drawn last; only where the output is a terminal. */
  readonly draw: (line: string) => void;
  /** Colours a text where the output is a terminal that wants colours. */
  readonly paint: (colour: Colour, text: string) => string;
  /** Columns of the terminal; null when the output is none, so that nothing is cut. */
  readonly columns: number | null;
  /** Reads all of stdin. */
  readonly readInput: () => Promise<Uint8Array>;
  readonly loadStartServer: () => Promise<StartServer>;
  readonly spawnChild: (command: string, args: readonly string[], options: { readonly capture: boolean }) => Child;
  /** True when a terminal sends its signals to the child as well, so that they must not be passed on. */
  readonly interactive: boolean;
  /** Calls back at each signal until the returned function is called. */
  readonly onSignals: (signals: readonly NodeJS.Signals[], listener: (signal: NodeJS.Signals) => void) => () => void;
  /** What the process is to end with when the command is done; 0 unless told. */
  readonly exitWith: (code: number) => void;
  /** Ends the process now. */
  readonly exitNow: (code: number) => void;
}
