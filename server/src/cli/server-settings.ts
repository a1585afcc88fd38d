import { parseSettings, type Said } from "../config/parse-settings.ts";
import { renderProblem } from "../config/problem.ts";
import type { Settings } from "../config/settings.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";

/** The settings of this machine's server; without them all problems are listed and the command ends. */
export function serverSettings(
  { environment, complain }: Pick<CliContext, "environment" | "complain">,
  said: Said = {},
): Settings {
  const parsed = parseSettings(environment, said);
  if (parsed.kind === "ok") return parsed.settings;
  for (const problem of parsed.problems) complain(renderProblem(problem));
  throw new CliFault(
    "The configuration is not right; nothing was started.",
    "Correct the lines above and start again.",
  );
}
