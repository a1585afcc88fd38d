import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { checkSource, SOURCES } from "./create-token.ts";
import { renderNewToken } from "./render-new-token.ts";
import { fetchToken, NewTokenAnswer, tokensPath } from "./token-answer.ts";

/** `watchbell alarms rotate-token`: gives a token a new value. */
export function rotateTokenCommand(context: CliContext) {
  return apiCommand("rotate-token")
    .description(
      "Give an alarm token a new value. The old one works for another day, so that the sender can be changed in peace.",
    )
    .argument("<channel+topic>", "full name of the topic")
    .argument("<id|name>", "the token")
    .option("--source <source>", `the system that reports: ${SOURCES.join(", ")}; only for the address that is printed`)
    .option("--end-old-now", "the old value stops working at once")
    .addHelpText("after", examples("watchbell alarms rotate-token default+alerts cloudmonitor --source cloudmonitor"))
    .action(async (topic, wanted, { source, endOldNow = false, ...options }) => {
      if (source !== undefined) checkSource(source);
      const api = createApiClient(context, options);
      const { id } = await fetchToken(api, topic, wanted);
      const path = `${tokensPath(topic)}/${id}/rotate`;
      const token = parseAnswer(NewTokenAnswer, await api.call({ method: "POST", path, body: { endOldNow } }));
      if (options.json) return context.print(renderJson(token));
      for (const line of renderNewToken(token, source)) context.print(line);
      context.print(endOldNow ? "The old token works no longer." : "The old token works for another 24 hours.");
    });
}
