import { type Document, isMap, LineCounter, parseDocument, visit } from "yaml";
import { type Environment, fileFault } from "./environment.ts";
import { nearestName } from "./nearest-name.ts";
import type { Problem } from "./problem.ts";
import { CONFIG_VARIABLE, SETTING_NAMES, SETTING_RULES } from "./setting-rules.ts";

/** The configuration file as texts by setting, with what is wrong with it. */
export interface ConfigFile {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Reads the YAML file that WATCHBELL_CONFIG names. Values come as text, as the environment has them. */
export function parseConfigFile({ env, readFile }: Pick<Environment, "env" | "readFile">): ConfigFile {
  const path = env[CONFIG_VARIABLE] ?? "";
  if (path === "") return { values: new Map(), problems: [] };
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const message = `The file ${path} ${fileFault(error)}.`;
    return only({
      id: "unreadable-file",
      setting: CONFIG_VARIABLE,
      message,
      hint: "Correct the path, or remove the variable.",
    });
  }
  return parseText(text, path);
}

function only(problem: Problem): ConfigFile {
  return { values: new Map(), problems: [problem] };
}

function parseText(text: string, path: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const fault = findFault(document);
  if (fault !== null) {
    const { line, col } = lines.linePos(fault.at);
    const message = `Line ${line}, column ${col} is not valid YAML here (${fault.what}).`;
    return only({ id: "invalid-yaml", setting: path, message, hint: "Write one setting a line, such as: port: 7200" });
  }
  if (document.contents === null) return { values: new Map(), problems: [] };
  if (!isMap(document.contents)) {
    const message = "The file is not a list of settings with their values.";
    return only({ id: "invalid-yaml", setting: path, message, hint: "Write one setting a line, such as: port: 7200" });
  }
  const entries: ReadonlyMap<unknown, unknown> = document.toJS({ mapAsMap: true });
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [key, value] of entries) {
    const entry = readEntry(String(key), value, path);
    if (typeof entry === "string") values.set(String(key), entry);
    else if (entry !== null) problems.push(entry);
  }
  return { values, problems };
}

/**
 * The parser's own words may repeat a line of the file, and that line may hold a secret: only its codes are told.
 * A text that begins with `*` reads as an alias, which no setting needs.
 */
function findFault(document: Document.Parsed): { readonly at: number; readonly what: string } | null {
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) return { at: fault.pos[0], what: fault.code.toLowerCase().replaceAll("_", " ") };
  let alias: number | null = null;
  visit(document, {
    Alias: (_key, node) => {
      alias ??= node.range?.[0] ?? 0;
    },
  });
  return alias === null ? null : { at: alias, what: "put a text that begins with * in quotes" };
}

/** The entry's text; null for one without a value; or what is wrong with it. */
function readEntry(key: string, value: unknown, path: string): string | Problem | null {
  const setting = `${key} in ${path}`;
  const name = SETTING_NAMES.find((candidate) => candidate === key);
  if (name === undefined) return unknownKey(key, setting);
  if (value === null || value === "") return null;
  if (typeof value === "string") return value;
  if (SETTING_RULES[name].secret) {
    return { id: "invalid-value", setting, message: "A secret must be text.", hint: "Put it in quotes." };
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (name === "trustedProxies" && Array.isArray(value)) {
    if (value.every((item) => typeof item === "string")) return value.join(",");
  }
  const message = "The value is of a kind that this setting does not take.";
  return { id: "invalid-value", setting, message, hint: "Write a single text or number behind the colon." };
}

function unknownKey(key: string, setting: string): Problem {
  const near = nearestName(key, SETTING_NAMES);
  return {
    id: "unknown-setting",
    setting,
    message: "There is no such setting.",
    hint: near === null ? `The settings are: ${SETTING_NAMES.join(", ")}.` : `Did you mean ${near}?`,
  };
}
