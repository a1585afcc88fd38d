import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { fetchToken, tokensPath } from "./token-answer.ts";

/** `watchbell alarms revoke-token`: ends a token at once. */
export function revokeTokenCommand(context: CliContext) {
  return apiCommand("revoke-token")
    .description("Revoke an alarm token: what comes with it is refused from now on.")
    .argument("<channel+topic>", "full name of the topic")
    .argument("<id|name>", "the token")
    .addHelpText("after", examples("watchbell alarms revoke-token default+alerts cloudmonitor"))
    .action(async (topic, wanted, options) => {
      const api = createApiClient(context, options);
      const { id, name, hint } = await fetchToken(api, topic, wanted);
      await api.call({ method: "DELETE", path: `${tokensPath(topic)}/${id}` });
      if (options.json) return context.print(renderJson({ revoked: id }));
      context.print(`${plainText(name)} (${plainText(hint)}…): revoked.`);
    });
}
