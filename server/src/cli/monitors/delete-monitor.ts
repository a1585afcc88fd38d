import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { fetchMonitor } from "./monitor-answer.ts";

/** `watchbell monitors delete`: removes a monitor with its pings. */
export function deleteMonitorCommand(context: CliContext) {
  return apiCommand("delete")
    .alias("rm")
    .description("Delete a monitor with its pings; an open incident of it is closed.")
    .argument("<id|slug>", "id or slug of the monitor")
    .addHelpText("after", examples("watchbell monitors delete nightly-backup"))
    .action(async (idOrSlug, options) => {
      const api = createApiClient(context, options);
      const monitor = await fetchMonitor(api, idOrSlug);
      await api.call({ method: "DELETE", path: `/api/v1/monitors/${monitor.id}` });
      if (options.json) return context.print(renderJson({ deleted: monitor.id }));
      context.print(`${plainText(monitor.name)}: deleted.`);
    });
}
