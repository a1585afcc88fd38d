import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { parseSettings } from "../../config/parse-settings.ts";
import { renderProblem } from "../../config/problem.ts";
import type { Settings } from "../../config/settings.ts";
import { examples } from "../api-command.ts";
import { EXIT } from "../cli-fault.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { checkBaseUrl, checkClock, checkNode, checkOutgoing } from "./check-machine.ts";
import { broken, type Finding, fine } from "./finding.ts";

/** `watchbell doctor`: looks at configuration, machine and data, beside a running server too. */
export function doctorCommand(context: CliContext) {
  return new Command("doctor")
    .description("Check configuration, machine and data of the server here; changes nothing, may run beside it.")
    .option("--json", "print JSON for programs")
    .addHelpText(
      "after",
      `\nEach line is ok, warn or fail, with what to do about it. Ends with 1 when one line fails.\n${examples(
        "watchbell doctor",
        "WATCHBELL_CONFIG=/etc/watchbell.yaml watchbell doctor",
      )}`,
    )
    .action(async (options) => {
      const findings = await examine(context);
      if (findings.some(({ state }) => state === "fail")) context.exitWith(EXIT.failed);
      if (options.json) return context.print(renderJson(findings));
      for (const finding of findings) for (const line of renderFinding(context, finding)) context.print(line);
    });
}

async function examine(context: CliContext): Promise<readonly Finding[]> {
  const node = checkNode(context.nodeVersion);
  const parsed = parseSettings(context.environment);
  if (parsed.kind === "problems") {
    const problems = parsed.problems.map((problem) => broken("configuration", ...splitLines(renderProblem(problem))));
    return [node, ...problems];
  }
  return [
    node,
    fine("configuration", "All settings can be read."),
    ...(await examineSettings(context, parsed.settings)),
  ];
}

function splitLines(text: string): [string, string] {
  const [first = "", ...rest] = text.split("\n");
  return [first, rest.join(" ").trim()];
}

async function examineSettings({ clock, fetch }: CliContext, settings: Settings): Promise<readonly Finding[]> {
  const { checkPort } = await import("./check-port.ts");
  if (settings.databaseUrl !== null) {
    const { checkPostgres } = await import("./check-postgres.ts");
    return [
      ...(await checkPostgres(settings.databaseUrl, settings.secretKey ?? "")),
      await checkPort(settings, fetch),
      checkOutgoing(settings),
      checkBaseUrl(settings),
    ];
  }
  // Only here, so that no other command loads the database.
  const data = await import("./check-data.ts");
  return [
    checkClock(clock.now(), data.lastWriteAt(settings.dataDir)),
    data.checkDataFolder(settings),
    data.checkDisk(freeBytes(settings.dataDir)),
    data.checkMasterKey(settings),
    data.checkDatabase(settings),
    await checkPort(settings, fetch),
    checkOutgoing(settings),
    checkBaseUrl(settings),
  ];
}

/** Free bytes where the folder is or will be; null when that cannot be told. */
function freeBytes(dataDir: string): number | null {
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function renderFinding(context: CliContext, { state, check, text, hint }: Finding): readonly string[] {
  const mark = colourStatus(context, state, state.padEnd(4));
  const line = `${mark}  ${check.padEnd(13)}  ${plainText(text)}`;
  return hint === null ? [line] : [line, `${" ".repeat(21)}${plainText(hint)}`];
}
