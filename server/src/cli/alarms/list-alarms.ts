import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { fetchPages } from "../fetch-pages.ts";
import { MonitorAnswer } from "../monitors/monitor-answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { type Column, renderTable } from "../render-table.ts";

const AlarmAnswer = MonitorAnswer.extend({
  alarm: z.looseObject({ source: z.string(), resource: z.string().nullable() }).nullish(),
});
type AlarmAnswer = z.output<typeof AlarmAnswer>;
const AlarmPage = z.looseObject({ monitors: z.array(AlarmAnswer), nextCursor: z.string().nullable() });

/** `watchbell alarms list`: what other monitoring systems report. */
export function listAlarmsCommand(context: CliContext) {
  return apiCommand("list")
    .alias("ls")
    .description("List the alarms that other monitoring systems reported.")
    .option("--firing", "only those that are firing")
    .addHelpText("after", examples("watchbell alarms list --firing"))
    .action(async (options) => {
      const query = new URLSearchParams({ kind: "alarm" });
      if (options.firing) query.set("status", "down");
      const alarms = await fetchPages(createApiClient(context, options), {
        path: "/api/v1/monitors",
        query,
        limit: null,
        parse: (answer) => {
          const page = parseAnswer(AlarmPage, answer);
          return { items: page.monitors, nextCursor: page.nextCursor };
        },
      });
      if (options.json) return context.print(renderJson(alarms));
      if (alarms.length === 0) return context.print(options.firing ? "No alarm is firing." : "There is no alarm.");
      for (const line of renderTable(columns(context), alarms, context.columns)) context.print(line);
    });
}

function columns(context: CliContext): readonly Column<AlarmAnswer>[] {
  const now = context.clock.now();
  return [
    {
      title: "STATE",
      text: ({ status }) => stateOf(status),
      paint: (cell, { status }) => colourStatus(context, status, cell),
    },
    { title: "SEVERITY", text: ({ severity }) => severity },
    { title: "ALARM", text: ({ name }) => name, flexible: true },
    { title: "RESOURCE", text: ({ alarm }) => alarm?.resource ?? "-", flexible: true },
    { title: "SOURCE", text: ({ alarm }) => alarm?.source ?? "-" },
    { title: "SINCE", text: ({ statusSince }) => renderWhen(statusSince, now) },
    { title: "ID", text: ({ id }) => id },
  ];
}

function stateOf(status: string): string {
  if (status === "down") return "firing";
  return status === "up" ? "resolved" : status;
}
