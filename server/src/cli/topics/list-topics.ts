import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { type Column, renderTable } from "../render-table.ts";
import { integrationState, TopicAnswer } from "./topic-answer.ts";

const TopicList = z.looseObject({ topics: z.array(TopicAnswer) });

/** `watchbell topics list`: the topics of the project with their integrations. */
export function listTopicsCommand(context: CliContext) {
  return apiCommand("list")
    .alias("ls")
    .description("List the topics with their integrations.")
    .addHelpText(
      "after",
      `\n--json prints an array of topics as the API shows them.\n${examples("watchbell topics list")}`,
    )
    .action(async (options) => {
      const answer = await createApiClient(context, options).call({ method: "GET", path: "/api/v1/topics" });
      const { topics } = parseAnswer(TopicList, answer);
      if (options.json) return context.print(renderJson(topics));
      if (topics.length === 0) return context.print("There is no topic yet. Make one: watchbell topics put --help");
      for (const line of renderTable(COLUMNS, topics, context.columns)) context.print(line);
    });
}

const COLUMNS: readonly Column<TopicAnswer>[] = [
  { title: "TOPIC", text: (topic) => topic.name, flexible: true },
  {
    title: "INTEGRATIONS",
    text: ({ integrations }) =>
      integrations.map(({ name, provider }) => `${name} (${provider})`).join(", ") || "none: nobody is told",
    flexible: true,
  },
  {
    title: "STATE",
    text: ({ integrations }) => [...new Set(integrations.map(integrationState))].join(", "),
    flexible: true,
  },
];
