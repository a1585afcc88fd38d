const BLANK = "***";
const MAX_DEPTH = 6;

/** Fields whose value is a secret wherever they stand; compared without case, `-` and `_`. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  "apikey",
  "authorization",
  "bootstrapapikey",
  "bootstrappingkey",
  "cookie",
  "credentials",
  "hash",
  "masterkey",
  "newcredentials",
  "passphrase",
  "password",
  "pingkey",
  "proxyauthorization",
  "publishkey",
  "secret",
  "secretkey",
  "setcookie",
  "token",
  "topichash",
  "webhookurl",
  "xapikey",
  "xtopichashx",
]);
const ADDRESS_FIELDS: ReadonlySet<string> = new Set(["baseurl", "href", "path", "pingurl", "url", "uri"]);

/** The paths of ours that carry a secret as one of their segments; a monitor's own UUID tells nothing that ids do not. */
const SECRET_PATHS = [
  /(\/ping\/)(?![0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\/|$))[^/?#\s]+/g,
  /(\/heartbeat\/)[^/?#\s]+/g,
  /(\/v1\/alarms\/[^/?#\s]+\/)[^/?#\s]+/g,
];

/** A copy of a log line's fields without secrets: known names are blanked, addresses lose query and credentials. */
export function blankFields(fields: Record<string, unknown>): Record<string, unknown> {
  return blankObject(fields, 0);
}

/** Blanks what is secret in an address: query, fragment, credentials, keys in our own paths. */
export function blankAddress(address: string): string {
  const withoutUser = address.replace(/(\/\/)[^/?#@\s]*@/, `$1${BLANK}@`).replace(/[?#].*$/s, `?${BLANK}`);
  return SECRET_PATHS.reduce((text, pattern) => text.replace(pattern, `$1${BLANK}`), withoutUser);
}

function blankObject(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [name, blankField(name, value, depth)]);
  return Object.fromEntries(entries);
}

function blankField(name: string, value: unknown, depth: number): unknown {
  const plainName = name.toLowerCase().replace(/[-_]/g, "");
  if (SECRET_FIELDS.has(plainName)) return value === null || value === undefined ? value : BLANK;
  if (typeof value === "string" && ADDRESS_FIELDS.has(plainName)) return blankAddress(value);
  return blankValue(value, depth + 1);
}

function blankValue(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof URL) return blankAddress(value.href);
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => blankValue(item, depth + 1));
  if (value instanceof Map) return blankObject(Object.fromEntries(value), depth);
  if (value instanceof Set) return [...value].map((item) => blankValue(item, depth + 1));
  if (value instanceof Error) return { ...errorFields(value, depth), ...blankObject(value, depth) };
  return blankObject(value, depth);
}

/** An error's own words are not enumerable, so a plain copy would lose them. */
function errorFields(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return cause === undefined ? { name, message, stack } : { name, message, stack, cause: blankValue(cause, depth + 1) };
}
