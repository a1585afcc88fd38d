import { appendFileSync } from "node:fs";
import { onOneLine } from "../lib/clean-text.ts";
import type { Log } from "../lib/log.ts";
import { blankFields } from "../lib/log-fields.ts";
import { instantInWords } from "../lib/words.ts";

export interface PingerLogOptions {
  readonly path: string;
  /** True: also what only matters when something is looked for. */
  readonly verbose: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Gets each line as well. */
  readonly print: (line: string) => void;
}

/** A log of plain lines: time, level, text, and what belongs to it. */
export function createPingerLog({ path, verbose, now, print }: PingerLogOptions): Log {
  const write =
    (level: string): Log["info"] =>
    (fields, text) => {
      const parts = Object.entries(blankFields(fields)).map(([name, value]) => ` ${name}=${wordOf(value)}`);
      const line = `${instantInWords(now())} ${level} ${text}${parts.join("")}`;
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
      print(line);
    };
  return {
    debug: verbose ? write("DEBUG") : () => {},
    info: write("INFO"),
    warn: write("WARN"),
    error: write("ERROR"),
  };
}

function wordOf(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(onOneLine(text));
}
