import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, collect, examples } from "../api-command.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { fetchPages } from "../fetch-pages.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { readNumber } from "../read-number.ts";
import { type Column, renderTable } from "../render-table.ts";
import { MonitorAnswer } from "./monitor-answer.ts";

const MonitorPage = z.looseObject({ monitors: z.array(MonitorAnswer), nextCursor: z.string().nullable() });

/** `watchbell monitors list`: the monitors of the project, by name. */
export function listMonitorsCommand(context: CliContext) {
  return apiCommand("list")
    .alias("ls")
    .description("List the monitors, by name.")
    .option("--tag <tag>", "only monitors with this tag; several times: with all of them", collect)
    .option("--status <status>", "only new, up, late, down or paused; several times: any of them", collect)
    .option("--text <text>", "only monitors with this text in name, slug, description or a tag")
    .option("--limit <n>", "at most so many")
    .addHelpText(
      "after",
      `\n--json prints an array of monitors as the API shows them.\n${examples(
        "watchbell monitors list",
        "watchbell monitors list --status down --status late",
        "watchbell monitors list --tag prod --json | jq -r '.[].name'",
      )}`,
    )
    .action(async (options) => {
      const api = createApiClient(context, options);
      const query = new URLSearchParams();
      for (const tag of options.tag ?? []) query.append("tag", tag);
      for (const status of options.status ?? []) query.append("status", status);
      if (options.text !== undefined) query.set("text", options.text);
      const monitors = await fetchPages(api, {
        path: "/api/v1/monitors",
        query,
        limit: options.limit === undefined ? null : readNumber("--limit", options.limit, { min: 1, max: 1_000_000 }),
        parse: (answer) => {
          const page = parseAnswer(MonitorPage, answer);
          return { items: page.monitors, nextCursor: page.nextCursor };
        },
      });
      if (options.json) return context.print(renderJson(monitors));
      if (monitors.length === 0) {
        const narrowed = query.size > 0;
        return context.print(
          narrowed ? "No monitor matches." : "There is no monitor yet. Make one: watchbell monitors create --help",
        );
      }
      for (const line of renderTable(monitorColumns(context), monitors, context.columns)) context.print(line);
    });
}

function monitorColumns(context: CliContext): readonly Column<MonitorAnswer>[] {
  const now = context.clock.now();
  return [
    {
      title: "STATUS",
      text: (monitor) => (monitor.started ? `${monitor.status}, running` : monitor.status),
      paint: (cell, monitor) => colourStatus(context, monitor.status, cell),
    },
    { title: "NAME", text: (monitor) => monitor.name, flexible: true },
    { title: "SLUG OR ID", text: (monitor) => monitor.slug ?? monitor.id, flexible: true },
    { title: "LAST PING", text: (monitor) => renderWhen(monitor.lastPingAt, now) },
    { title: "EXPECTED", text: (monitor) => renderWhen(monitor.expectedAt, now) },
    { title: "TAGS", text: (monitor) => monitor.tags.join(" "), flexible: true },
  ];
}
