import { AppError } from "../model/index.ts";

/** Names that providers give to what says where a message goes; a test holds them complete. */
export const ADDRESS_NAMES: readonly string[] = [
  "url",
  "host",
  "port",
  "secure",
  "requireTls",
  "api",
  "apiUrl",
  "queueUrl",
];

/**
 * Puts stored credentials that stay as they are beside those that were given. Who changes where messages go gives all of
 * them anew: otherwise a stored password could be sent to a server of one's own, and so be read.
 */
export function keepCredentials(
  stored: unknown,
  given: unknown,
  { names, field }: { readonly names: readonly string[]; readonly field: string },
): Readonly<Record<string, unknown>> {
  const before = recordOf(stored);
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
  const after: Readonly<Record<string, unknown>> = { ...kept, ...recordOf(given) };
  const moved = ADDRESS_NAMES.find((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (moved === undefined) return after;
  const where = `${field}.${moved}`;
  const text = `"${where}" changes where messages go, so no stored credential is kept: give all of them anew.`;
  throw new AppError("invalid_credentials", text, where);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
