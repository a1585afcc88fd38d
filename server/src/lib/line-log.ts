import type { Log } from "./log.ts";
import { blankFields } from "./log-fields.ts";
import type { LogLevel } from "./pino-log.ts";

const LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

export interface LineLogOptions {
  readonly level: LogLevel;
  readonly now: () => number;
  /** Takes a line without its end. */
  readonly print: (line: string) => void;
}

/** A log like the server's (lib/pino-log.ts), one JSON object a line, for where each kilobyte of a program is waited for. */
export function createLineLog({ level, now, print }: LineLogOptions): Log {
  const write = (of: (typeof LEVELS)[number]): Log["debug"] => {
    if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return () => {};
    return (fields, text) => {
      const time = new Date(now()).toISOString();
      print(JSON.stringify({ level: of, time, ...blankFields(fields), msg: text }));
    };
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
