import { z } from "zod";
import { fileFault } from "../config/environment.ts";
import { countInWords } from "../lib/words.ts";
import { createApiClient } from "./api-client.ts";
import { apiCommand, examples } from "./api-command.ts";
import { CliFault, EXIT, usageFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { importPinger } from "./import-pinger.ts";
import { parseAnswer } from "./parse-answer.ts";
import { plainText, renderJson } from "./plain-text.ts";

const WHAT = { heartbeat: "pulse", missme: "service", topics: "topic" } as const;
type Kind = keyof typeof WHAT;

const Report = z.looseObject({
  created: z.number(),
  known: z.number(),
  down: z.number(),
  refused: z.array(z.looseObject({ item: z.number(), name: z.string().nullable(), reason: z.string() })),
});

/** `watchbell import`: brings the table of an older system along. */
export function importCommand(context: CliContext) {
  return apiCommand("import")
    .description("Bring the table of an older system along, with its ids, keys, hashes and last times.")
    .argument("<kind>", "heartbeat, missme, topics or pinger; a pinger.ini may be named at once")
    .argument("[file]", "the table as `aws dynamodb scan` prints it, or the pinger.ini; - reads stdin")
    .option("--topic <channel+topic>", "the topic that a pinger's tasks tell, instead of one made of its services")
    .addHelpText(
      "after",
      `
What can be read is stored all at once or not at all; what cannot is listed with its reason, and the exit code is 1. What
is there already stays as it is, so the same file can be imported again. docs/doors/ tells which attributes are read.
${examples(
  "aws dynamodb scan --table-name heartbeats > heartbeats.json",
  "watchbell import heartbeat heartbeats.json",
  "watchbell import pinger.ini",
)}`,
    )
    .action(async (kind, file, options) => {
      const ini = kind === "pinger" ? file : file === undefined && kind.endsWith(".ini") ? kind : undefined;
      if (ini !== undefined) return importPinger(context, ini, options);
      const table = readKind(kind);
      if (file === undefined) throw usageFault("The file is missing.", `Write: watchbell import ${kind} FILE`);
      const body = parseTable(file, await readText(context, file));
      const answer = await createApiClient(context, options).call({
        method: "POST",
        path: `/api/v1/imports/${table}`,
        body,
      });
      const report = parseAnswer(Report, answer);
      if (report.refused.length > 0) context.exitWith(EXIT.failed);
      if (options.json) return context.print(renderJson(answer));
      for (const line of renderReport(table, report)) context.print(line);
    });
}

function readKind(text: string): Kind {
  if (Object.hasOwn(WHAT, text)) return text as Kind;
  throw usageFault(
    `There is no table ${JSON.stringify(text)}.`,
    `Use one of: ${Object.keys(WHAT).join(", ")}, pinger.`,
  );
}

async function readText(context: CliContext, file: string): Promise<string> {
  if (file === "-") return new TextDecoder().decode(await context.readInput());
  try {
    return context.environment.readFile(file);
  } catch (error) {
    throw new CliFault(`The file ${file} ${fileFault(error)}.`);
  }
}

/** The file may hold keys and credentials, so what the parser says of it is not repeated. */
function parseTable(file: string, text: string): unknown {
  let table: { readonly Items: unknown } | null = null;
  try {
    const parsed: unknown = JSON.parse(text);
    table = typeof parsed === "object" && parsed !== null && "Items" in parsed ? parsed : null;
  } catch {
    // Told below, without the parser's words.
  }
  if (table !== null && ("NextToken" in table || "LastEvaluatedKey" in table)) {
    throw new CliFault(
      "The file holds a part of the table only.",
      "Scan it whole: without --max-items and --no-paginate.",
    );
  }
  if (table !== null) return { Items: table.Items };
  throw new CliFault(
    `${file === "-" ? "What was read" : file} is no table.`,
    'Give what `aws dynamodb scan` prints: JSON with "Items".',
  );
}

function renderReport(kind: Kind, { created, known, down, refused }: z.output<typeof Report>): readonly string[] {
  const lines = [`${countInWords(created, WHAT[kind])} imported, ${known} there already, ${refused.length} not taken.`];
  if (down > 0) lines.push(`Overdue already: ${down}. That shows as down, and nobody is told of it.`);
  for (const { item, name, reason } of refused) {
    lines.push(`  item ${item}${name === null ? "" : ` (${plainText(name)})`}: ${plainText(reason)}`);
  }
  return lines;
}
