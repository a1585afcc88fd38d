/** A string or template literal of a source file; `end` is the offset behind its closing quote. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  /** As written between the quotes; for a template with expressions only what stands before the first one. */
  readonly text: string;
  /** False for a template with expressions: its text is a prefix. */
  readonly whole: boolean;
}

/** A source file with comments, string contents and regular expressions blanked: every offset and line stays. */
export interface Tokens {
  readonly code: string;
  readonly literals: readonly Literal[];
}

interface Scan {
  readonly source: string;
  /** The characters of the source, blanked as the scan goes on. */
  readonly out: string[];
  readonly literals: Literal[];
}

/** After these a slash divides; after anything else, and after these words, it opens a regular expression. */
const BEFORE_DIVISION = /[\w$)\]]$/;
const WORD_BEFORE_REGEX = /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|await|yield)$/;
const REGEX = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/;

/**
 * Splits TypeScript into code and literals, well enough to read imports and names. It is no parser: a regular expression
 * right after a closing parenthesis (`if (x) /y/.test(z)`) is taken for a division.
 */
export function tokenize(source: string): Tokens {
  const scan: Scan = { source, out: source.split(""), literals: [] };
  let i = 0;
  while (i < source.length) i = readCode(scan, i) + 1;
  return { code: scan.out.join(""), literals: scan.literals };
}

/** Reads code from `at` to the end, or to the closing brace that no brace opened, which ends a template's expression. */
function readCode(scan: Scan, at: number): number {
  let depth = 0;
  let i = at;
  while (i < scan.source.length) {
    const char = scan.source[i];
    if (char === "}" && depth === 0) return i;
    if (char === "{") depth++;
    if (char === "}") depth--;
    i = readPiece(scan, i);
  }
  return i;
}

/** Reads a comment, a regular expression, a literal or one character; gives the offset behind it. */
function readPiece(scan: Scan, i: number): number {
  const char = scan.source[i];
  if (char === '"' || char === "'") return readString(scan, i, char);
  if (char === "`") return readTemplate(scan, i);
  const skipped = endOfComment(scan.source, i) ?? endOfRegex(scan, i);
  if (skipped === null) return i + 1;
  blank(scan, i, skipped);
  return skipped;
}

function endOfComment(source: string, i: number): number | null {
  if (source.startsWith("//", i) || (i === 0 && source.startsWith("#!"))) return endOfLine(source, i);
  return source.startsWith("/*", i) ? behind(source, "*/", i + 2) : null;
}

function endOfRegex({ source, out }: Scan, i: number): number | null {
  if (source[i] !== "/") return null;
  const before = out
    .slice(Math.max(0, i - 200), i)
    .join("")
    .trimEnd();
  if (BEFORE_DIVISION.test(before) && !WORD_BEFORE_REGEX.test(before)) return null;
  const match = REGEX.exec(source.slice(i, i + 1000));
  return match === null ? null : i + match[0].length;
}

function readString(scan: Scan, start: number, quote: string): number {
  const { source } = scan;
  let i = start + 1;
  while (i < source.length && source[i] !== quote && source[i] !== "\n") i += source[i] === "\\" ? 2 : 1;
  scan.literals.push({ start, end: i + 1, text: source.slice(start + 1, i), whole: true });
  blank(scan, start + 1, i);
  return i + 1;
}

function readTemplate(scan: Scan, start: number): number {
  const { source } = scan;
  let prefix: string | null = null;
  let from = start + 1;
  let i = from;
  while (i < source.length && source[i] !== "`") {
    if (!source.startsWith("${", i)) {
      i += source[i] === "\\" ? 2 : 1;
      continue;
    }
    prefix ??= source.slice(from, i);
    blank(scan, from, i);
    from = readCode(scan, i + 2) + 1;
    i = from;
  }
  scan.literals.push({ start, end: i + 1, text: prefix ?? source.slice(from, i), whole: prefix === null });
  blank(scan, from, i);
  return i + 1;
}

function endOfLine(source: string, from: number): number {
  const found = source.indexOf("\n", from);
  return found === -1 ? source.length : found;
}

function behind(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found + mark.length;
}

function blank({ out }: Scan, from: number, to: number): void {
  for (let i = from; i < Math.min(to, out.length); i++) if (out[i] !== "\n") out[i] = " ";
}

/** The line number, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
