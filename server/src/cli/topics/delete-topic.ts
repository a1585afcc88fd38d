import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { topicPath } from "../topic-name.ts";

const Deleted = z.looseObject({ cancelled: z.array(z.unknown()), monitors: z.array(z.string()) });

/** `watchbell topics delete`: removes a topic and cancels what waits for it. */
export function deleteTopicCommand(context: CliContext) {
  return apiCommand("delete")
    .alias("rm")
    .description("Delete a topic. Its waiting messages are cancelled.")
    .argument("<channel+topic>", "full name of the topic")
    .addHelpText("after", examples("watchbell topics delete shop+orders"))
    .action(async (name, options) => {
      const answer = await createApiClient(context, options).call({ method: "DELETE", path: topicPath(name) });
      if (options.json) return context.print(renderJson(answer));
      const { cancelled, monitors } = parseAnswer(Deleted, answer);
      const waiting = cancelled.length === 1 ? "1 waiting message is" : `${cancelled.length} waiting messages are`;
      context.print(`${name}: deleted. ${waiting} cancelled.`);
      if (monitors.length === 0) return;
      const named = monitors.length === 1 ? "1 monitor named it" : `${monitors.length} monitors named it`;
      context.print(plainText(`${named}: ${monitors.join(", ")}.`));
    });
}
