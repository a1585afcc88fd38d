import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { renderJson } from "../plain-text.ts";
import { fetchMonitor } from "./monitor-answer.ts";
import { renderMonitor } from "./render-monitor.ts";

/** `watchbell monitors show`: everything about one monitor. */
export function showMonitorCommand(context: CliContext) {
  return apiCommand("show")
    .description("Show one monitor.")
    .argument("<id|slug>", "id or slug of the monitor")
    .addHelpText("after", examples("watchbell monitors show nightly-backup"))
    .action(async (idOrSlug, options) => {
      const monitor = await fetchMonitor(createApiClient(context, options), idOrSlug);
      if (options.json) return context.print(renderJson(monitor));
      for (const line of renderMonitor(context, monitor)) context.print(line);
    });
}
