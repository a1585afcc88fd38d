import { createApiClient } from "../api-client.ts";
import { apiCommand, collect, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { fetchToken, tokensPath } from "./token-answer.ts";
import { OPTIONS_HELP, readTokenOptions } from "./token-options.ts";

/** `watchbell alarms change-token`: changes what a token says; its value stays. */
export function changeTokenCommand(context: CliContext) {
  return apiCommand("change-token")
    .description("Change an alarm token. What is left out stays, and so does its address.")
    .argument("<channel+topic>", "full name of the topic")
    .argument("<id|name>", "the token")
    .option("--name <name>", "another name")
    .option("--allow <address>", "take it only from this address or CIDR range; several times for more", collect)
    .option("--allow-any", "take it from anywhere again")
    .option("--options <file>", "mapping, pairs of events, SNS topics or signature; - reads stdin")
    .addHelpText(
      "after",
      `${OPTIONS_HELP}${examples("watchbell alarms change-token default+alerts grafana --options signature.yaml")}`,
    )
    .action(async (topic, wanted, { name, allow, allowAny, options: file, ...options }) => {
      if (allow !== undefined && allowAny) throw usageFault("Give --allow or --allow-any, not both.");
      const said = { ...(name !== undefined && { name }), ...((allow || allowAny) && { allow: allow ?? [] }) };
      const body = { ...(await readTokenOptions(context, file)), ...said };
      if (Object.keys(body).length === 0) {
        throw usageFault("Nothing was said to change.", "Give --name, --allow, --allow-any or --options.");
      }
      const api = createApiClient(context, options);
      const token = await fetchToken(api, topic, wanted);
      const answer = await api.call({ method: "PATCH", path: `${tokensPath(topic)}/${token.id}`, body });
      if (options.json) return context.print(renderJson(answer));
      context.print(`${plainText(name ?? token.name)}: changed (${Object.keys(body).join(", ")}). Its address stays.`);
    });
}
