import type { Log } from "./log.ts";
import { blankFields } from "./log-fields.ts";

/** A log of one JSON object a line, in the words of the server's own (pino-log.ts), for where its package is too large. */
export function createJsonLog(deps: { readonly write: (line: string) => void; readonly now: () => number }): Log {
  const at =
    (level: string): Log["info"] =>
    (fields, text) => {
      const time = new Date(deps.now()).toISOString();
      deps.write(JSON.stringify({ level, time, ...blankFields(fields), msg: text }));
    };
  return { debug: () => {}, info: at("info"), warn: at("warn"), error: at("error") };
}
