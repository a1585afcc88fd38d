import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { topicPath } from "../topic-name.ts";

const Rotated = z.looseObject({ hash: z.string() });

/** `watchbell topics rotate-hash`: gives a topic a new hash. */
export function rotateHashCommand(context: CliContext) {
  return apiCommand("rotate-hash")
    .description("Give a topic a new hash; the old one stops working at once.")
    .argument("<channel+topic>", "full name of the topic")
    .addHelpText("after", examples("watchbell topics rotate-hash shop+orders"))
    .action(async (name, options) => {
      const api = createApiClient(context, options);
      const answer = await api.call({ method: "POST", path: `${topicPath(name)}/rotate-hash`, body: {} });
      if (options.json) return context.print(renderJson(answer));
      context.print(parseAnswer(Rotated, answer).hash);
    });
}
