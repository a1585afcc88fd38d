const BLANK = "***";
/** Shorter values would blank ordinary words. */
const SHORTEST = 4;

/**
 * Replaces each secret in a text by `***`, also where it is URL-encoded, JSON-escaped or inside base64.
 * Secrets of fewer than 4 characters are left: they would blank ordinary words.
 */
export function blankSecrets(text: string, secrets: readonly string[]): string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) for (const form of formsOf(secret)) forms.add(form);
  }
  // Longest first, so that a secret which holds another one is blanked as a whole.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return ordered.reduce((blanked, form) => blanked.replaceAll(form, BLANK), text);
}

/** Replaces each secret in every string of a value, keys included. */
export function blankSecretsDeep(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return blankSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((item) => blankSecretsDeep(item, secrets));
  if (value instanceof Error) return blankSecrets(String(value), secrets);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    blankSecrets(key, secrets),
    blankSecretsDeep(item, secrets),
  ]);
  return Object.fromEntries(entries);
}

/**
 * Collects what must not be shown of a credentials object: every string in it but those under a public name, and the
 * parts of those strings that look like secrets by themselves (the tokens of a URL, of a header, of a body).
 */
export function secretsIn(value: unknown, publicNames: readonly string[] = []): string[] {
  const found = new Set<string>();
  const visit = (item: unknown): void => {
    if (typeof item === "string") addText(item, found);
    if (typeof item !== "object" || item === null) return;
    for (const [name, inner] of Object.entries(item)) if (!publicNames.includes(name)) visit(inner);
  };
  visit(value);
  return [...found];
}

function addText(text: string, found: Set<string>): void {
  if (text.length < SHORTEST) return;
  found.add(text);
  const url = URL.parse(text);
  const isUrl = url !== null && url.host !== "";
  if (isUrl) addUrl(url, found);
  // The host is no secret, and reasons name it.
  const rest = isUrl ? text.replace(url.host, "") : text;
  for (const piece of rest.split(/[\s"'`,:;{}[\]()<>=&?/\\@]+/)) {
    // Also without the vendor's mark in front, as in whsec_… or sk_….
    for (const token of [piece, piece.slice(piece.indexOf("_") + 1)]) if (looksSecret(token)) found.add(token);
  }
}

function addUrl(url: URL, found: Set<string>): void {
  const parts = [url.href, url.pathname + url.search, url.pathname, url.username, url.password];
  const values = [...url.searchParams.values()];
  for (const part of [...parts, ...parts.map(decoded), ...values]) if (part.length >= SHORTEST) found.add(part);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: the text as it is was added already.
    return text;
  }
}

/** Long, or of some length with letters and digits mixed: words are not like that, tokens are. */
function looksSecret(piece: string): boolean {
  if (piece.length >= 24) return true;
  return piece.length >= 8 && /\d/.test(piece) && /[a-z]/i.test(piece);
}

function formsOf(secret: string): readonly string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  const form = url.replaceAll("%20", "+");
  const lowerCaseUrl = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const json = JSON.stringify(secret).slice(1, -1);
  const jsonWithSlashes = json.replaceAll("/", "\\/");
  const forms = [secret, url, form, lowerCaseUrl, encodeURI(secret.toWellFormed()), json, jsonWithSlashes];
  return [...forms, ...base64Forms(secret)];
}

/**
 * The characters of base64 that a secret alone decides, wherever in the encoded text it begins: for each of the three
 * alignments, without the characters that it shares with its neighbours. Too few of them would blank by chance.
 */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const forms: string[] = [];
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64url");
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + bytes.length) * 8) / 6);
    const core = encoded.slice(from, to);
    if (core.length >= SHORTEST + 1) forms.push(core, core.replaceAll("-", "+").replaceAll("_", "/"));
  }
  return forms;
}
