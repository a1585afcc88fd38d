/** A value as both databases take it. */
export type Value = string | number | Uint8Array | null;

const TO_ESCAPE = /["\\]/g;

/** A list of values as PostgreSQL writes an array: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO. */
export function arrayLiteral(values: readonly Value[]): string {
  return `{${values.map(element).join(",")}}`;
}

function element(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return `"${value.replace(TO_ESCAPE, "\\$&")}"`;
  return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}"`;
}
