import { createHash } from "node:crypto";
import { ONE_LINE } from "../../../lib/clean-text.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value as an object with names; null when it is none. */
export function asRecord(value: unknown): JsonRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** The objects in a list, or the value itself when it is one. */
export function asRecords(value: unknown): readonly JsonRecord[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map(asRecord).filter((record) => record !== null);
}

/** A record's own value; undefined when it has none of this name. */
export function own(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A scalar as text; null for everything else and for blank text. Of a list, as repeated form fields make it, the first. */
export function asText(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) && value.length > 0 && typeof value[0] !== "object" ? asText(value[0]) : null;
}

/** The first of these names that holds a scalar, as text. */
export function textOf(record: JsonRecord, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = asText(own(record, name));
    if (text !== null) return text;
  }
  return null;
}

/** Finds a value by a path such as `incident.state` or `alerts[0].labels.host`; undefined when nothing is there. */
export function valueAt(root: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  let value = root;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as JsonRecord)[step];
  }
  return value;
}

const MAX_KEY_LENGTH = 300;

/** One text for several parts, never the same for others. */
export function keyOf(...parts: readonly (string | null)[]): string {
  return storableKey(parts.length === 1 && parts[0] ? parts[0] : JSON.stringify(parts));
}

/** A key as the store takes it: what is long, or holds what a text column may not, is hashed. */
export function storableKey(text: string): string {
  return text.length > MAX_KEY_LENGTH || !ONE_LINE.test(text) || !text.isWellFormed() ? hashOf(text) : text;
}

/** SHA-256 as hex. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** JSON inside a text as its value; any other text as it is. */
export function unpackJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // It only looked like JSON.
    return value;
  }
}
