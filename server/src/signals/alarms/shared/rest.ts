import { cleanLine, cleanText } from "../../../lib/clean-text.ts";
import type { AlarmField } from "../../../model/index.ts";
import type { JsonRecord } from "./values.ts";

const MAX_FIELDS = 40;
const MAX_LINES = 60;
const MAX_DEPTH = 6;
const MAX_LABEL = 80;
const MAX_VALUE = 500;
/** All values together: a message must stay readable, and its facts small. */
const MAX_TOTAL = 6_000;

/** What is left of a payload as facts, in its own order; nested values are indented, empty ones left out. */
export function restOf(payload: JsonRecord, used: ReadonlySet<string>): readonly AlarmField[] {
  const fields: AlarmField[] = [];
  let total = 0;
  for (const [name, value] of Object.entries(payload)) {
    if (used.has(name)) continue;
    const text = fieldText(value);
    if (text === "") continue;
    total += text.length;
    if (fields.length === MAX_FIELDS || total > MAX_TOTAL) {
      fields.push({ label: "More", value: "The payload holds more than is shown here." });
      break;
    }
    fields.push({ label: cleanLine(name, MAX_LABEL) || "(no name)", value: text });
  }
  return fields;
}

function fieldText(value: unknown): string {
  if (!isNested(value)) return scalarText(value);
  if (Array.isArray(value) && value.length <= MAX_LINES && !value.some(isNested)) {
    return cleanText(value.map(scalarText).join(", "), MAX_VALUE * 2);
  }
  const lines: string[] = [];
  addLines(lines, value, 1);
  return cleanEnd(lines);
}

function cleanEnd(lines: readonly string[]): string {
  const shown = lines.slice(0, MAX_LINES);
  const text = [...shown, ...(lines.length > MAX_LINES ? ["  …"] : [])].join("\n");
  return text.length <= MAX_TOTAL / 2 ? text : `${text.slice(0, MAX_TOTAL / 2).toWellFormed()}…`;
}

function addLines(lines: string[], value: object, depth: number): void {
  const indent = "  ".repeat(depth);
  for (const [name, inner] of Object.entries(value)) {
    if (lines.length > MAX_LINES) return;
    const label = Array.isArray(value) ? "-" : `${cleanLine(name, MAX_LABEL) || "(no name)"}:`;
    if (isNested(inner)) {
      if (Object.keys(inner).length === 0) continue;
      lines.push(depth < MAX_DEPTH ? `${indent}${label}` : `${indent}${label} …`);
      if (depth < MAX_DEPTH) addLines(lines, inner, depth + 1);
    } else if (scalarText(inner) !== "") {
      lines.push(`${indent}${label} ${cleanLine(String(inner), MAX_VALUE)}`);
    }
  }
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function scalarText(value: unknown): string {
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isScalar ? cleanText(String(value), MAX_VALUE) : "";
}
