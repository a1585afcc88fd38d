import { createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { renderWhen } from "../durations.ts";
import { renderJson } from "../plain-text.ts";
import { type Column, renderTable } from "../render-table.ts";
import { fetchTokens, type TokenAnswer } from "./token-answer.ts";

/** `watchbell alarms tokens`: what lets other systems report to a topic. */
export function listTokensCommand(context: CliContext) {
  return apiCommand("tokens")
    .description("List the alarm tokens of a topic, without their values.")
    .argument("<channel+topic>", "full name of the topic")
    .addHelpText("after", examples("watchbell alarms tokens default+alerts"))
    .action(async (topic, options) => {
      const tokens = await fetchTokens(createApiClient(context, options), topic);
      if (options.json) return context.print(renderJson(tokens));
      if (tokens.length === 0) {
        return context.print(`${topic} has no alarm token yet. Make one: watchbell alarms create-token ${topic}`);
      }
      for (const line of renderTable(columns(context), tokens, context.columns)) context.print(line);
    });
}

function columns(context: CliContext): readonly Column<TokenAnswer>[] {
  const now = context.clock.now();
  return [
    { title: "NAME", text: ({ name }) => name, flexible: true },
    { title: "TOKEN", text: ({ hint }) => `${hint}…` },
    { title: "ID", text: ({ id }) => id },
    { title: "LAST USED", text: ({ lastUsedAt }) => (lastUsedAt === null ? "never" : renderWhen(lastUsedAt, now)) },
    { title: "FROM", text: ({ allow }) => allow.join(", ") || "anywhere", flexible: true },
    { title: "NOTES", text: (token) => notesOf(token, now), flexible: true },
  ];
}

function notesOf({ mapping, eventPairs, signature, expiresAt }: TokenAnswer, now: number): string {
  const notes = [
    expiresAt === null ? "" : `rotated, ends ${renderWhen(expiresAt, now)}`,
    signature ? "signed alarms only" : "",
    mapping ? "mapping" : "",
    eventPairs?.length ? "event pairs" : "",
  ];
  return notes.filter((note) => note !== "").join(", ");
}
