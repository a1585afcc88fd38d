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

const QUOTES = new Set(['"', "'", "`"]);
/** After these a slash divides; after anything else it opens a regular expression. */
const BEFORE_DIVISION = /[\w$)\]]$/;
const KEYWORD_BEFORE_REGEX = /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|await|yield)$/;

/**
 * Splits TypeScript into code and literals, well enough to read imports and names. It is no parser: a regular expression
 * right after a closing parenthesis (`if (x) /y/.test(z)`) is taken for a division.
 */
export function tokenize(source: string): Tokens {
  const out = source.split("");
  const literals: Literal[] = [];
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (out[i] !== "\n") out[i] = " ";
  };

  /** Reads code from `at` until the end, or until the brace that closes a template's expression. */
  function readCode(at: number, inTemplate: boolean): number {
    let depth = 0;
    let i = at;
    while (i < source.length) {
      const char = source[i] ?? "";
      const skipped = skipComment(i) ?? skipRegex(i);
      if (skipped !== null) {
        blank(i, skipped);
        i = skipped;
      } else if (QUOTES.has(char)) {
        i = char === "`" ? readTemplate(i) : readString(i, char);
      } else {
        if (char === "{") depth++;
        if (char === "}" && depth-- === 0 && inTemplate) return i;
        i++;
      }
    }
    return i;
  }

  function skipComment(i: number): number | null {
    if (source.startsWith("//", i) || (i === 0 && source.startsWith("#!"))) return endOf("\n", i, 0);
    return source.startsWith("/*", i) ? endOf("*/", i + 2, 2) : null;
  }

  function skipRegex(i: number): number | null {
    if (source[i] !== "/") return null;
    const before = out
      .slice(Math.max(0, i - 200), i)
      .join("")
      .trimEnd();
    if (BEFORE_DIVISION.test(before) && !KEYWORD_BEFORE_REGEX.test(before)) return null;
    const match = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(source.slice(i, i + 2000));
    return match === null ? null : i + match[0].length;
  }

  function endOf(mark: string, from: number, length: number): number {
    const found = source.indexOf(mark, from);
    return found === -1 ? source.length : found + length;
  }

  function readString(start: number, quote: string): number {
    let i = start + 1;
    while (i < source.length && source[i] !== quote && source[i] !== "\n") i += source[i] === "\\" ? 2 : 1;
    literals.push({ start, end: i + 1, text: source.slice(start + 1, i), whole: true });
    blank(start + 1, i);
    return i + 1;
  }

  function readTemplate(start: number): number {
    let text: string | null = null;
    let from = start + 1;
    let i = from;
    while (i < source.length && source[i] !== "`") {
      if (!source.startsWith("${", i)) {
        i += source[i] === "\\" ? 2 : 1;
        continue;
      }
      text ??= source.slice(from, i);
      blank(from, i);
      i = readCode(i + 2, true) + 1;
      from = i;
    }
    literals.push({ start, end: i + 1, text: text ?? source.slice(from, i), whole: text === null });
    blank(from, i);
    return i + 1;
  }

  readCode(0, false);
  return { code: out.join(""), literals };
}

/** The line number, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
