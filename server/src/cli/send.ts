import { z } from "zod";
import { createApiClient } from "./api-client.ts";
import { apiCommand, examples } from "./api-command.ts";
import { usageFault } from "./cli-fault.ts";
import { clientSettings } from "./client-settings.ts";
import type { CliContext } from "./context.ts";
import { renderJson } from "./plain-text.ts";
import { renderTable } from "./render-table.ts";
import { splitTopicName } from "./topic-name.ts";

const Answer = z.record(z.string(), z.string());

/** `watchbell send`: publishes a notification to a topic. */
export function sendCommand(context: CliContext) {
  return apiCommand("send")
    .description("Publish a notification to a topic.")
    .argument("<channel+topic>", "full name of the topic")
    .argument("[metadata...]", "values for the variables of the text, as name=value")
    .option("--hash <hash>", "hash of the topic (better: WATCHBELL_TOPIC_HASH or WATCHBELL_TOPIC_HASH_FILE)")
    .option("--idempotency-key <key>", "the same key and values within 24 h send nothing twice")
    .addHelpText(
      "after",
      `\nPrints the message id for each integration of the topic. The key may be of the kind publish.\n${examples(
        "watchbell send default+alerts text='Disk almost full' host=db1",
        "watchbell send shop+orders order=1042 state=paid --idempotency-key order-1042-paid",
      )}`,
    )
    .action(async (name, pairs, options) => {
      const { channel, topic } = splitTopicName(name);
      const metadata = readMetadata(pairs);
      const { topicHash } = clientSettings(context, { url: options.url, apiKey: options.key, topicHash: options.hash });
      if (topicHash === null) {
        throw usageFault(
          "The hash of the topic is needed.",
          "Give it with WATCHBELL_TOPIC_HASH or --hash; `watchbell topics show` tells it.",
        );
      }
      const answer = await createApiClient(context, options).call({
        method: "POST",
        path: `/v1/notifications/${encodeURIComponent(channel)}/${encodeURIComponent(topic)}`,
        body: { metadata },
        headers: {
          "x-topic-hash-x": topicHash,
          ...(options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey }),
        },
      });
      if (options.json) return context.print(renderJson(answer));
      const messages = Object.entries(Answer.parse(answer));
      if (messages.length === 0)
        return context.print("Accepted, but the topic has no integration that is enabled: nobody is told.");
      const columns = [
        { title: "INTEGRATION", text: ([integration]: [string, string]) => integration, flexible: true },
        { title: "MESSAGE", text: ([, id]: [string, string]) => id },
      ];
      for (const line of renderTable(columns, messages, context.columns)) context.print(line);
    });
}

function readMetadata(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair): readonly [string, string] => {
    const at = pair.indexOf("=");
    if (at < 1)
      throw usageFault(`${JSON.stringify(pair)} is not of the form name=value.`, "Example: text='Disk almost full'");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}
