import { Command } from "@commander-js/extra-typings";
import type { CliContext } from "../context.ts";
import { createMonitorCommand } from "./create-monitor.ts";
import { deleteMonitorCommand } from "./delete-monitor.ts";
import { listMonitorsCommand } from "./list-monitors.ts";
import { pauseMonitorCommand } from "./pause-monitor.ts";
import { probeNowCommand } from "./probe-now.ts";
import { resumeMonitorCommand } from "./resume-monitor.ts";
import { showMonitorCommand } from "./show-monitor.ts";

/** `watchbell monitors`: the commands about monitors. */
export function monitorsCommand(context: CliContext) {
  return new Command("monitors")
    .description("List, show, make, pause, resume and delete monitors, and let probes look now.")
    .addCommand(listMonitorsCommand(context))
    .addCommand(showMonitorCommand(context))
    .addCommand(createMonitorCommand(context))
    .addCommand(pauseMonitorCommand(context))
    .addCommand(resumeMonitorCommand(context))
    .addCommand(probeNowCommand(context))
    .addCommand(deleteMonitorCommand(context));
}
