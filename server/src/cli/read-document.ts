import { parseDocument } from "yaml";
import { fileFault } from "../config/environment.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";

/** The text of a file, or of stdin for `-`. */
export async function readText(context: CliContext, file: string): Promise<string> {
  if (file === "-") return new TextDecoder().decode(await context.readInput());
  try {
    return context.environment.readFile(file);
  } catch (error) {
    throw new CliFault(`The file ${file} ${fileFault(error)}.`);
  }
}

/** A YAML or JSON file as a value. It may hold credentials, so what the parser says of it is not repeated; `hint` says where to look. */
export async function readDocument(context: CliContext, file: string, hint: string): Promise<unknown> {
  // JSON is YAML too.
  const document = parseDocument(await readText(context, file), { prettyErrors: false, logLevel: "silent" });
  try {
    if (document.errors.length === 0) return document.toJS();
  } catch {
    // An alias without its anchor; told below, without the parser's words.
  }
  throw new CliFault(`${file} is neither YAML nor JSON.`, hint);
}

/** The same for a file that must hold names and values. */
export async function readRecord(
  context: CliContext,
  file: string,
  hint: string,
): Promise<Readonly<Record<string, unknown>>> {
  const value = await readDocument(context, file, hint);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new CliFault(`${file} holds no names with values.`, hint);
}
