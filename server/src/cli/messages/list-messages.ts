import { z } from "zod";
import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { fetchPages } from "../fetch-pages.ts";
import { fetchMonitor } from "../monitors/monitor-answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { readNumber } from "../read-number.ts";
import { type Column, renderTable } from "../render-table.ts";
import { MessageAnswer } from "./message-answer.ts";

const MessagePage = z.looseObject({ messages: z.array(MessageAnswer), nextCursor: z.string().nullable() });

/** `watchbell messages list`: what was sent or waits, newest first. */
export function listMessagesCommand(context: CliContext) {
  return apiCommand("list")
    .alias("ls")
    .description("List messages, newest first.")
    .option("--status <status>", "only waiting, accepted, delivered, superseded, folded, cancelled or dead")
    .option("--topic <channel+topic>", "only messages of this topic")
    .option("--monitor <id|slug>", "only messages of this monitor")
    .option("--limit <n>", "at most so many", "50")
    .addHelpText(
      "after",
      `\n--json prints an array of messages as the API shows them.\n${examples(
        "watchbell messages list --status dead",
        "watchbell messages list --monitor nightly-backup --limit 10",
      )}`,
    )
    .action(async (options) => {
      const api = createApiClient(context, options);
      const query = new URLSearchParams();
      if (options.status !== undefined) query.set("status", options.status);
      if (options.topic !== undefined) query.set("topic", options.topic);
      if (options.monitor !== undefined) query.set("monitor", (await fetchMonitor(api, options.monitor)).id);
      const messages = await fetchPages(api, {
        path: "/api/v1/messages",
        query,
        limit: readNumber("--limit", options.limit, { min: 1, max: 1_000_000 }),
        parse: (answer) => {
          const page = parseAnswer(MessagePage, answer);
          return { items: page.messages, nextCursor: page.nextCursor };
        },
      });
      if (options.json) return context.print(renderJson(messages));
      if (messages.length === 0) return context.print("No message matches.");
      for (const line of renderTable(messageColumns(context), messages, context.columns)) context.print(line);
    });
}

function messageColumns(context: CliContext): readonly Column<MessageAnswer>[] {
  const now = context.clock.now();
  return [
    { title: "ID", text: (message) => message.id },
    {
      title: "STATUS",
      text: (message) => message.status,
      paint: (cell, message) => colourStatus(context, message.status, cell),
    },
    { title: "MADE", text: (message) => renderWhen(message.createdAt, now) },
    { title: "EVENT", text: (message) => message.event },
    { title: "TOPIC", text: (message) => message.topic, flexible: true },
    { title: "INTEGRATION", text: (message) => message.integration, flexible: true },
    { title: "TRIES", text: (message) => String(message.attemptCount) },
    { title: "LAST", text: (message) => message.lastReason ?? "-", flexible: true },
  ];
}
