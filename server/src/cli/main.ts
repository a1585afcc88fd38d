import { packageVersion } from "../config/package-version.ts";
import { EXIT } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { processContext } from "./process-context.ts";
import { createProgram } from "./program.ts";
import { reportFault } from "./report-fault.ts";

/** Runs the command line of this process; the answer is the exit code. */
export function main(args: readonly string[]): Promise<number> {
  return runCli(args, processContext);
}

/** Runs one command line in a context; the answer is the exit code. */
export async function runCli(
  args: readonly string[],
  makeContext: (exitWith: (code: number) => void) => CliContext,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const context = makeContext((code) => {
    exitCode = code;
  });
  try {
    const program = await createProgram(context, { version: packageVersion(), wanted: args[0] });
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return reportFault(error, context);
  }
}
