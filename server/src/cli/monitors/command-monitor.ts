import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { fetchMonitor, MonitorAnswer } from "./monitor-answer.ts";

/** What the commands that only give a monitor an order differ in. */
interface Order<Name extends string> {
  readonly name: Name;
  readonly description: string;
  readonly done: string;
}

/** A command that sends one order to one monitor and says how it stands now. */
export function commandMonitor<const Name extends string>(context: CliContext, order: Order<Name>) {
  return apiCommand(order.name)
    .description(order.description)
    .argument("<id|slug>", "id or slug of the monitor")
    .addHelpText("after", examples(`watchbell monitors ${order.name} nightly-backup`))
    .action(async (idOrSlug, options) => {
      const api = createApiClient(context, options);
      const { id } = await fetchMonitor(api, idOrSlug);
      const answer = await api.call({ method: "POST", path: `/api/v1/monitors/${id}/${order.name}`, body: {} });
      const monitor = parseAnswer(MonitorAnswer, answer);
      if (options.json) return context.print(renderJson(monitor));
      context.print(`${plainText(monitor.name)}: ${order.done}. Status: ${monitor.status}.`);
    });
}
