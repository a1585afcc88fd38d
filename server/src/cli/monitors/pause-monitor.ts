import type { CliContext } from "../context.ts";
import { commandMonitor } from "./command-monitor.ts";

/** `watchbell monitors pause`: silence is no alarm until the monitor is resumed or pinged. */
export function pauseMonitorCommand(context: CliContext) {
  const description = "Pause a monitor: its silence is no alarm until it is resumed or pinged.";
  return commandMonitor(context, { name: "pause", description, done: "paused" });
}
