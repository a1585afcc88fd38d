import { CommanderError } from "@commander-js/extra-typings";
import { CliFault, EXIT } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { plainText } from "./plain-text.ts";

const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE:
    "Another program listens there: stop it, or choose another port with WATCHBELL_PORT. `watchbell doctor` says more.",
  EADDRNOTAVAIL: "This machine has no such address: correct WATCHBELL_HOST.",
  EACCES: "This user may not do that: use a port above 1023 and a data folder that it may write to.",
  EPERM: "This user may not do that: use a port above 1023 and a data folder that it may write to.",
  EROFS: "The file system is read-only: choose another data folder with WATCHBELL_DATA_DIR.",
  ENOSPC: "The disk is full: free some space and try again.",
  ENOENT: "Check the path.",
};

/** Tells a fault in one or two lines and says what to end with. The log level `debug` shows the stack as well. */
export function reportFault(error: unknown, { complain, environment }: CliContext): number {
  // Commander has told its own faults already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CliFault) {
    complain(`watchbell: ${plainText(error.message)}`);
    if (error.hint !== null) complain(`  ${plainText(error.hint)}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  complain(`watchbell: ${plainText(message)}`);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const hint = typeof code === "string" ? SYSTEM_HINTS[code] : undefined;
  if (hint !== undefined) complain(`  ${hint}`);
  if (error instanceof Error && environment.env.WATCHBELL_LOG_LEVEL === "debug") complain(error.stack ?? "");
  return EXIT.failed;
}
