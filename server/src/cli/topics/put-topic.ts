import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { readDocument } from "../read-document.ts";
import { topicPath } from "../topic-name.ts";
import { renderTopic } from "./render-topic.ts";
import { TopicAnswer } from "./topic-answer.ts";

/** `watchbell topics put`: makes a topic or replaces its integrations, from a file. */
export function putTopicCommand(context: CliContext) {
  return apiCommand("put")
    .description("Make a topic, or replace its integrations, from a YAML or JSON file.")
    .argument("<channel+topic>", "full name of the topic")
    .argument("<file>", "the file; - reads stdin")
    .addHelpText(
      "after",
      `
An integration that keeps its name and provider keeps its id and waiting messages, and without credentials in the file
its credentials too. The file, in short:

  integrations:
    - name: ops
      provider: slack
      credentials:
        url: https://hooks.slack.com/services/…
    - name: on-call
      provider: email
      notifyOn: [down]
      credentials: {…}
${examples("watchbell topics put default+alerts alerts.yaml", "jq … | watchbell topics put shop+orders -")}`,
    )
    .action(async (name, file, options) => {
      const api = createApiClient(context, options);
      const body = await readDocument(context, file, "Compare it with the file in: watchbell topics put --help");
      const topic = parseAnswer(TopicAnswer, await api.call({ method: "PUT", path: topicPath(name), body }));
      if (options.json) return context.print(renderJson(topic));
      for (const line of renderTopic(context, topic)) context.print(line);
    });
}
