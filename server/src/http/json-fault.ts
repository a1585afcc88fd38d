/** Where a text stops being JSON, counted from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
}

/** What may come next: `-or-end` also takes the closing bracket. */
type Expecting = "value" | "value-or-end" | "key" | "key-or-end" | "comma-or-end";

/** How far a piece reaches; `whole` is false when it breaks off there. */
interface Piece {
  readonly end: number;
  readonly whole: boolean;
}

/**
 * Finds the first place where a text that `JSON.parse` refused stops being JSON; the engine names it only sometimes.
 * Keeps its own stack, so a text of a million brackets cannot exhaust the machine's.
 */
export function findJsonFault(text: string): JsonFault {
  const before = text.slice(0, findFault(text));
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}

function findFault(text: string): number {
  const closers: string[] = [];
  let expecting: Expecting = "value";
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const char = text.charAt(at);
    const closer = closers.at(-1);
    if (char === closer && expecting !== "value" && expecting !== "key") {
      closers.pop();
      expecting = "comma-or-end";
      at += 1;
    } else if (expecting === "comma-or-end") {
      if (char !== "," || closer === undefined) return at;
      expecting = closer === "}" ? "key" : "value";
      at += 1;
    } else if (expecting === "key" || expecting === "key-or-end") {
      const key = scanString(text, at);
      at = skipSpace(text, key.end);
      if (!key.whole || text.charAt(at) !== ":") return key.whole ? at : key.end;
      expecting = "value";
      at += 1;
    } else if (char === "{" || char === "[") {
      closers.push(char === "{" ? "}" : "]");
      expecting = char === "{" ? "key-or-end" : "value-or-end";
      at += 1;
    } else {
      const value = char === '"' ? scanString(text, at) : scanWord(text, at);
      if (!value.whole) return value.end;
      expecting = "comma-or-end";
      at = value.end;
    }
    at = skipSpace(text, at);
  }
  return at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at++;
  return at;
}

function scanString(text: string, from: number): Piece {
  if (text.charAt(from) !== '"') return { end: from, whole: false };
  let at = from + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') return { end: at + 1, whole: true };
    if (char < " ") return { end: at, whole: false };
    if (char === "\\") {
      const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
      if (escaped === null) return { end: at, whole: false };
      at += escaped[0].length;
    } else {
      at += 1;
    }
  }
  return { end: at, whole: false };
}

/** A number, `true`, `false` or `null`. */
function scanWord(text: string, from: number): Piece {
  let end = from;
  while (end < text.length && /[-+.\w]/.test(text.charAt(end))) end++;
  const whole = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(text.slice(from, end));
  return { end: whole ? end : from, whole };
}
