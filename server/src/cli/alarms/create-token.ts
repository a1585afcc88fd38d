import { createAlarmSources } from "../../signals/alarms/registry.ts";
import { createApiClient } from "../api-client.ts";
import { apiCommand, collect, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { renderNewToken } from "./render-new-token.ts";
import { NewTokenAnswer, tokensPath } from "./token-answer.ts";
import { OPTIONS_HELP, readTokenOptions } from "./token-options.ts";

/** The names of the sources, for help and check. */
export const SOURCES: readonly string[] = [...createAlarmSources().keys()];

/** `watchbell alarms create-token`: lets another monitoring system report to a topic. */
export function createTokenCommand(context: CliContext) {
  return apiCommand("create-token")
    .description("Make an alarm token: with its address another monitoring system reports to a topic.")
    .argument("<channel+topic>", "full name of the topic that is told")
    .option("--source <source>", `the system that reports: ${SOURCES.join(", ")}; only for the address that is printed`)
    .option("--name <name>", "what people call it; the source when left out")
    .option("--allow <address>", "take it only from this address or CIDR range; several times for more", collect)
    .option("--options <file>", "mapping, pairs of events, SNS topics or signature; - reads stdin")
    .addHelpText(
      "after",
      `${OPTIONS_HELP}${examples(
        "watchbell alarms create-token default+alerts --source cloudmonitor --allow 47.74.206.0/26",
        "watchbell alarms create-token default+alerts --source generic --options mapping.yaml",
      )}`,
    )
    .action(async (topic, { source, name, allow, options: file, ...options }) => {
      if (source !== undefined) checkSource(source);
      const api = createApiClient(context, options);
      const said = { name: name ?? source, allow };
      const given = Object.entries(said).filter(([, value]) => value !== undefined);
      const body = { ...(await readTokenOptions(context, file)), ...Object.fromEntries(given) };
      const answer = await api.call({ method: "POST", path: tokensPath(topic), body });
      const token = parseAnswer(NewTokenAnswer, answer);
      if (options.json) return context.print(renderJson(token));
      for (const line of renderNewToken(token, source)) context.print(line);
    });
}

/** Refuses a name that no source has. */
export function checkSource(source: string): void {
  if (SOURCES.includes(source)) return;
  throw usageFault(`There is no source ${JSON.stringify(source)}.`, `It is one of: ${SOURCES.join(", ")}.`);
}
