import type { CliContext } from "../context.ts";
import { renderPairs, renderTable } from "../render-table.ts";
import { integrationState, type TopicAnswer } from "./topic-answer.ts";

/** One topic as lines for people. */
export function renderTopic({ columns }: Pick<CliContext, "columns">, topic: TopicAnswer): readonly string[] {
  const head = renderPairs([
    ["topic", topic.name],
    ["id", topic.id],
    ["hash", topic.hash ?? "shown to keys that may write"],
  ]);
  if (topic.integrations.length === 0) return [...head, "", "It has no integration: nobody is told."];
  const table = renderTable(
    [
      { title: "INTEGRATION", text: ({ name }) => name, flexible: true },
      { title: "PROVIDER", text: ({ provider }) => provider },
      {
        title: "TOLD OF",
        text: ({ notifyOn }) => (notifyOn === null ? "what the monitor says" : notifyOn.join(" ") || "nothing"),
      },
      { title: "STATE", text: integrationState, flexible: true },
    ],
    topic.integrations,
    columns,
  );
  return [...head, "", ...table];
}
