import { asRecords, asText, unpackJson } from "../shared/values.ts";

/** More than this is no dimension of anything. */
const MAX_DIMENSIONS = 20;
const MAX_LENGTH = 4_000;

/**
 * Reads dimensions: as Java prints a map, `{userId=1, instanceId=i-1}`, or as JSON, an object or a list of objects.
 * A value may hold commas: only one that a name and an equals sign follow ends it.
 */
export function parseDimensions(value: unknown): ReadonlyMap<string, string> {
  const text = asText(value);
  if (text === null) return entriesOf(value);
  const cut = text.slice(0, MAX_LENGTH).trim();
  const unpacked = unpackJson(cut);
  if (typeof unpacked !== "string") return entriesOf(unpacked);
  if (!cut.startsWith("{")) return new Map();
  const inside = cut.replace(/^\{/, "").replace(/\}$/, "");
  const pairs = inside.split(/,\s*(?=[\w.-]+=)/).map((pair): readonly [string, string] => {
    const equals = pair.indexOf("=");
    return equals === -1 ? [pair.trim(), ""] : [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  });
  return new Map(pairs.filter(([name, said]) => name !== "" && said !== "").slice(0, MAX_DIMENSIONS));
}

function entriesOf(value: unknown): ReadonlyMap<string, string> {
  const pairs = asRecords(value).flatMap((record) => Object.entries(record));
  const texts = pairs.flatMap(([name, said]) => {
    const text = asText(said);
    return text === null ? [] : [[name, text] as const];
  });
  return new Map(texts.slice(0, MAX_DIMENSIONS));
}
