import { parseDocument } from "yaml";
import { fileFault } from "../../config/environment.ts";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
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
      const body = parseFile(file, await readText(context, file));
      const topic = parseAnswer(TopicAnswer, await api.call({ method: "PUT", path: topicPath(name), body }));
      if (options.json) return context.print(renderJson(topic));
      for (const line of renderTopic(context, topic)) context.print(line);
    });
}

async function readText(context: CliContext, file: string): Promise<string> {
  if (file === "-") return new TextDecoder().decode(await context.readInput());
  try {
    return context.environment.readFile(file);
  } catch (error) {
    throw new CliFault(`The file ${file} ${fileFault(error)}.`);
  }
}

/** The file holds credentials, so what the parser says of it is not repeated. JSON is YAML too. */
function parseFile(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  try {
    if (document.errors.length === 0) return document.toJS();
  } catch {
    // An alias without its anchor; told below, without the parser's words.
  }
  throw new CliFault(`${file} is neither YAML nor JSON.`, "Compare it with the file in: watchbell topics put --help");
}
