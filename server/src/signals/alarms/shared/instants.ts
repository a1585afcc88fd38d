/** Before 2001 and after 2286 nothing can have happened; epoch seconds lie below, milliseconds above the lower bound. */
const EARLIEST_AT = 1_000_000_000_000;
const LATEST_AT = 10_000_000_000_000;

const COMPACT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3})\d*)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads an instant as monitoring systems write it: epoch seconds or milliseconds, ISO 8601, or compact as
 * `20260304T101500.120+0800`. Without a zone it is UTC. Null for anything else, and for the zero time of Go.
 */
export function parseInstant(value: unknown): number | null {
  if (typeof value === "number") return parseEpoch(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{9,14}(?:\.\d+)?$/.test(text)) return parseEpoch(Number(text));
  const compact = COMPACT.exec(text);
  if (!compact && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
  const iso = compact ? isoOfCompact(compact) : text.replace(" ", "T");
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : `${iso}Z`;
  return plausible(Date.parse(zoned));
}

function isoOfCompact([, year, month, day, hour, minute, second, fraction = "0", zone = "Z"]: RegExpExecArray): string {
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}${zone}`;
}

function parseEpoch(value: number): number | null {
  return plausible(Math.round(value < EARLIEST_AT ? value * 1000 : value));
}

function plausible(at: number): number | null {
  return at >= EARLIEST_AT && at < LATEST_AT ? at : null;
}
