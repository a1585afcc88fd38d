import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { renderJson } from "../plain-text.ts";
import { renderTopic } from "./render-topic.ts";
import { fetchTopic } from "./topic-answer.ts";

/** `watchbell topics show`: one topic with its hash and integrations. */
export function showTopicCommand(context: CliContext) {
  return apiCommand("show")
    .description("Show one topic with its hash and its integrations; credentials are never shown.")
    .argument("<channel+topic>", "full name of the topic")
    .addHelpText("after", examples("watchbell topics show default+alerts"))
    .action(async (name, options) => {
      const topic = await fetchTopic(createApiClient(context, options), name);
      if (options.json) return context.print(renderJson(topic));
      for (const line of renderTopic(context, topic)) context.print(line);
    });
}
