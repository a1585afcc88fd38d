import type { CliContext } from "../context.ts";
import { commandMonitor } from "./command-monitor.ts";

/** `watchbell monitors resume`: ends a pause; the next ping starts the clock. */
export function resumeMonitorCommand(context: CliContext) {
  const description = "Resume a paused monitor: its next ping starts the clock.";
  return commandMonitor(context, { name: "resume", description, done: "resumed" });
}
