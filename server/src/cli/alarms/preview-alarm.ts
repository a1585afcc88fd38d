import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainLines, renderJson } from "../plain-text.ts";
import { readText } from "../read-document.ts";
import { renderPairs } from "../render-table.ts";
import { checkSource, SOURCES } from "./create-token.ts";
import { readTokenOptions } from "./token-options.ts";

const FORM = "application/x-www-form-urlencoded";
const Report = z.looseObject({
  state: z.string(),
  severity: z.string(),
  title: z.string(),
  key: z.string(),
  summary: z.string(),
  resource: z.string().nullable(),
  value: z.string().nullable(),
  url: z.string().nullable(),
  fields: z.array(z.looseObject({ label: z.string(), value: z.string() })),
});
const Preview = z.looseObject({ unparsed: z.string().nullable(), reports: z.array(Report) });

const STATES: Readonly<Record<string, string>> = {
  firing: "firing: opens the alarm of this key",
  resolved: "resolved: ends the alarm of this key",
  info: "info: told every time, nothing stays open",
};

/** `watchbell alarms preview`: what would be made of a body. */
export function previewAlarmCommand(context: CliContext) {
  return apiCommand("preview")
    .description("Tell what would be made of an alarm. Nothing is kept or told.")
    .argument("<source>", SOURCES.join(", "))
    .argument("<file>", "the body as the system sends it; - reads stdin")
    .option("--form", "the body is a form, not JSON")
    .option("--options <file>", "a mapping or pairs of events, as `alarms create-token` takes them")
    .addHelpText(
      "after",
      examples(
        "watchbell alarms preview generic sample.json --options mapping.yaml",
        "watchbell alarms preview cloudmonitor body.txt --form",
      ),
    )
    .action(async (source, file, { form, options: optionsFile, ...options }) => {
      checkSource(source);
      if (file === "-" && optionsFile === "-") throw usageFault("Only one of the two files can come from stdin.");
      const { mapping, eventPairs } = await readTokenOptions(context, optionsFile);
      const input = { source, body: await readText(context, file), contentType: form ? FORM : undefined };
      const body = { ...input, mapping, eventPairs };
      const api = createApiClient(context, options);
      const preview = parseAnswer(Preview, await api.call({ method: "POST", path: "/api/v1/alarms/preview", body }));
      if (options.json) return context.print(renderJson(preview));
      if (preview.unparsed !== null) context.print(`It cannot be read: ${preview.unparsed} It would be told as it is:`);
      for (const [index, report] of preview.reports.entries()) {
        if (index > 0 || preview.unparsed !== null) context.print("");
        for (const line of renderReport(report)) context.print(line);
      }
    });
}

function renderReport(report: z.output<typeof Report>): readonly string[] {
  const { state, severity, title, key, summary, resource, value, url, fields } = report;
  const optional = [
    ["message", summary],
    ["resource", resource],
    ["value", value],
    ["link", url],
  ] as const;
  const told = optional.flatMap(([name, text]) => (text ? [[name, text] as const] : []));
  const head = [
    ["title", title],
    ["state", STATES[state] ?? state],
    ["severity", severity],
    ["key", key],
    ...told,
  ] as const;
  const rest = fields.flatMap(({ label, value: text }) =>
    plainLines(text.includes("\n") ? `${label}:\n${text}` : `${label}: ${text}`).split("\n"),
  );
  return [...renderPairs(head), ...(rest.length === 0 ? [] : ["", ...rest])];
}
