/**
 * Reads a query whose values nobody encoded with care: a stray percent sign stands for itself, `+` is a space, encoded
 * bytes are UTF-8 or else Latin-1. Of a name that comes twice the last value counts. `raw` holds one character a byte,
 * as the line of a request does.
 */
export function parseLenientQuery(raw: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of raw.split("&")) {
    const equals = pair.indexOf("=");
    if (equals === -1) values.set(decode(pair), "");
    else values.set(decode(pair.slice(0, equals)), decode(pair.slice(equals + 1)));
  }
  return values;
}

function decode(text: string): string {
  const bytes = text
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, "latin1"));
  } catch {
    return bytes;
  }
}
