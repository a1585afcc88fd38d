import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainLines, renderJson } from "../plain-text.ts";
import { renderPairs } from "../render-table.ts";
import { AttemptAnswer, MessageAnswer } from "./message-answer.ts";

const MessageWithAttempts = MessageAnswer.extend({ attempts: z.array(AttemptAnswer) });

/** `watchbell messages show`: one message with every attempt to deliver it. */
export function showMessageCommand(context: CliContext) {
  return apiCommand("show")
    .description("Show one message with every attempt to deliver it.")
    .argument("<id>", "id of the message")
    .addHelpText("after", examples("watchbell messages show 8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11"))
    .action(async (id, options) => {
      const api = createApiClient(context, options);
      const answer = await api.call({ method: "GET", path: `/api/v1/messages/${encodeURIComponent(id)}` });
      if (options.json) return context.print(renderJson(answer));
      const message = parseAnswer(MessageWithAttempts, answer);
      const now = context.clock.now();
      const head = renderPairs([
        ["message", message.id],
        ["status", message.status],
        ["event", message.event],
        ["for", `${message.integration} (${message.provider}) of ${message.topic}`],
        ["why", message.reason],
        ["made", renderWhen(message.createdAt, now)],
        ["next try", renderWhen(message.dueAt, now)],
      ]);
      for (const line of head) context.print(line);
      if (message.attempts.length === 0) context.print("\nNot tried yet.");
      for (const attempt of message.attempts) for (const line of renderAttempt(attempt)) context.print(line);
    });
}

function renderAttempt(attempt: AttemptAnswer): readonly string[] {
  const head = plainLines(`Try ${attempt.n} at ${attempt.at}: ${attempt.outcome}. ${attempt.reason}`);
  const answer =
    attempt.answer === null
      ? []
      : plainLines(attempt.answer)
          .split("\n")
          .map((line) => `  ${line}`);
  return ["", head, ...answer];
}
