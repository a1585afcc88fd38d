import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { EXIT } from "../cli-fault.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { renderTable } from "../render-table.ts";
import { topicPath } from "../topic-name.ts";

const TestAnswer = z.looseObject({
  integrations: z.array(z.looseObject({ name: z.string(), outcome: z.string(), reason: z.string() })),
});
type TestResult = z.output<typeof TestAnswer>["integrations"][number];

/** `watchbell topics test`: sends a test message to each integration and says how each fared. */
export function testTopicCommand(context: CliContext) {
  return apiCommand("test")
    .description("Send a test message to each integration and say how each fared; ends with 1 when one failed.")
    .argument("<channel+topic>", "full name of the topic")
    .addHelpText("after", examples("watchbell topics test default+alerts"))
    .action(async (name, options) => {
      const api = createApiClient(context, options);
      const answer = await api.call({ method: "POST", path: `${topicPath(name)}/test`, body: {} });
      const { integrations: results } = parseAnswer(TestAnswer, answer);
      if (results.some((result) => !arrived(result))) context.exitWith(EXIT.failed);
      if (options.json) return context.print(renderJson(answer));
      if (results.length === 0) return context.print(`${name} has no integration that is enabled: nobody was told.`);
      for (const line of renderTable(columns(context), results, context.columns)) context.print(line);
    });
}

function arrived({ outcome }: TestResult): boolean {
  return outcome === "delivered" || outcome === "accepted";
}

function columns(context: CliContext) {
  return [
    { title: "INTEGRATION", text: (result: TestResult) => result.name, flexible: true },
    {
      title: "OUTCOME",
      text: (result: TestResult) => result.outcome,
      paint: (cell: string, result: TestResult) => colourStatus(context, arrived(result) ? "ok" : "fail", cell),
    },
    { title: "WHY", text: (result: TestResult) => result.reason, flexible: true },
  ];
}
