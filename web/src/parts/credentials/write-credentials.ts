import type { CredentialField } from "./read-fields.ts";
import { filledRows } from "./typed-rows.ts";

/** What was typed, by the name of the field. */
export type TypedCredentials = Readonly<Record<string, string | boolean>>;

/** What is sent, or what is wrong with what was typed, by the name of the field. */
export type WrittenCredentials =
  | { readonly kind: "credentials"; readonly credentials: Readonly<Record<string, unknown>> }
  | { readonly kind: "faults"; readonly faults: Readonly<Record<string, string>> };

/** Makes the credentials that a form stands for; what was left empty is left out. The server checks the rest. */
export function writeCredentials(fields: readonly CredentialField[], typed: TypedCredentials): WrittenCredentials {
  const faults: Record<string, string> = {};
  const credentials: Record<string, unknown> = {};
  for (const field of fields) {
    const read = readTyped(field, typed[field.name]);
    if (read.kind === "fault") faults[field.name] = read.text;
    if (read.kind === "value") putAt(credentials, field.name.split("."), read.value);
  }
  return Object.keys(faults).length > 0 ? { kind: "faults", faults } : { kind: "credentials", credentials };
}

type Read =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "fault"; readonly text: string }
  | { readonly kind: "nothing" };

const NOTHING: Read = { kind: "nothing" };

function readTyped(field: CredentialField, typed: string | boolean | undefined): Read {
  if (field.kind === "tick") return typed === true ? { kind: "value", value: true } : NOTHING;
  const text = typeof typed === "string" ? typed.trim() : "";
  if (text === "") return field.required ? { kind: "fault", text: `${field.label} is needed.` } : NOTHING;
  switch (field.kind) {
    case "number":
      return Number.isFinite(Number(text)) ? value(Number(text)) : fault("This must be a number.");
    case "list":
      return value(linesOf(text));
    case "pairs":
      return readPairs(text);
    case "rows":
      return readFilledRows(field, text);
    case "entries":
      return readEntries(field, text);
    case "json":
      return readJson(text);
    case "line":
    case "secret":
    case "choice":
      return value(text);
    case "text":
      return value(typed);
  }
}

function readPairs(text: string): Read {
  const pairs = linesOf(text).map((line) => /^([^:\s]+)\s*:\s*(.*)$/.exec(line)?.slice(1) ?? [line]);
  const wrong = pairs.find((pair) => pair.length !== 2);
  if (wrong !== undefined) return fault(`"${wrong[0]}" must be a name, a colon and a value.`);
  return value(Object.fromEntries(pairs));
}

function readFilledRows({ columns = [], label, required }: CredentialField, text: string): Read {
  const rows = filledRows(text);
  for (const [index, row] of rows.entries()) {
    const missing = columns.find((column) => column.required && row[column.name] === undefined);
    if (missing !== undefined) return fault(`${missing.label} is needed in row ${index + 1}.`);
  }
  if (rows.length > 0) return value(rows);
  return required ? fault(`${label} is needed.`) : NOTHING;
}

/** What looks like a JSON object or list is taken as one; everything else is a text, also what looks like a number. */
function readEntries(field: CredentialField, text: string): Read {
  const read = readFilledRows(field, text);
  if (read.kind !== "value") return read;
  const entries: [string, unknown][] = [];
  for (const { name = "", value: typed = "" } of filledRows(text)) {
    const inner = /^[[{]/.test(typed) ? readJson(typed) : value(typed);
    if (inner.kind !== "value") return fault(`The value of "${name}" begins like JSON and is none.`);
    entries.push([name, inner.value]);
  }
  return value(Object.fromEntries(entries));
}

function readJson(text: string): Read {
  try {
    return value(JSON.parse(text));
  } catch {
    return fault("This must be JSON.");
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function putAt(target: Record<string, unknown>, path: readonly string[], toPut: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    target[key] = toPut;
    return;
  }
  const inner: Record<string, unknown> = { ...(target[key] as Record<string, unknown> | undefined) };
  putAt(inner, rest, toPut);
  target[key] = inner;
}

function value(read: unknown): Read {
  return { kind: "value", value: read };
}

function fault(text: string): Read {
  return { kind: "fault", text };
}
