import { fileFault } from "../config/environment.ts";
import { parsePinger } from "../config/pinger/parse-pinger.ts";
import { type PingerConfig, renderPingerProblem } from "../config/pinger/pinger-config.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";

/** Reads a `pinger.ini`; without a usable one all problems are listed and the command ends. */
export function readPinger(
  { environment, complain }: Pick<CliContext, "environment" | "complain">,
  path: string,
): PingerConfig {
  let text: string;
  try {
    text = environment.readFile(path);
  } catch (error) {
    throw new CliFault(`The file ${path} ${fileFault(error)}.`);
  }
  const parsed = parsePinger(text);
  const told = parsed.kind === "ok" ? parsed.notes : parsed.problems;
  for (const problem of told) complain(`${path} ${renderPingerProblem(problem)}`);
  if (parsed.kind === "ok") return parsed.pinger;
  throw new CliFault(`${path} is not right; nothing was done.`, "Correct the lines above and try again.");
}
