import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { fetchMonitor, MonitorAnswer } from "../monitors/monitor-answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainText, renderJson } from "../plain-text.ts";

/** `watchbell alarms resolve`: ends an alarm whose source will not say its end. */
export function resolveAlarmCommand(context: CliContext) {
  return apiCommand("resolve")
    .description("Resolve an alarm by hand. If it still fires, its next report opens it again.")
    .argument("<id>", "id of the alarm, as `watchbell alarms list` shows it")
    .option("--note <text>", "why, for those who are told")
    .addHelpText(
      "after",
      examples("watchbell alarms resolve 8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11 --note 'disk replaced'"),
    )
    .action(async (idOrSlug, { note, ...options }) => {
      const api = createApiClient(context, options);
      const { id } = await fetchMonitor(api, idOrSlug);
      const answer = await api.call({ method: "POST", path: `/api/v1/monitors/${id}/resolve`, body: { note } });
      const monitor = parseAnswer(MonitorAnswer, answer);
      if (options.json) return context.print(renderJson(monitor));
      context.print(`${plainText(monitor.name)}: resolved.`);
    });
}
