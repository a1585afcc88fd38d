import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import type { Log } from "./log.ts";
import { blankFields } from "./log-fields.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** A log that writes one JSON object a line, to stdout unless told otherwise, at once and in this thread. */
export function createLog(options: { readonly level: LogLevel; readonly stream?: DestinationStream | undefined }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.stream ?? destination({ fd: process.stdout.fd, sync: true }),
  );
  return {
    debug: write(logger, "debug"),
    info: write(logger, "info"),
    warn: write(logger, "warn"),
    error: write(logger, "error"),
  };
}

/** Fields are copied only when the line is written: a silent debug line costs nothing. */
function write(logger: Logger, level: "debug" | "info" | "warn" | "error"): Log["debug"] {
  return (fields, text) => {
    if (logger.isLevelEnabled(level)) logger[level](blankFields(fields), text);
  };
}
