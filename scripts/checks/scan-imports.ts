import { type Literal, lineAt, tokenize } from "./tokenize.ts";

/** One reference from a module to another. */
export interface Import {
  readonly line: number;
  /** As written; only a prefix when `whole` is false; empty when it cannot be read at all. */
  readonly specifier: string;
  readonly whole: boolean;
  /** `url` is `new URL("./x", import.meta.url)`, as workers and assets are named. */
  readonly kind: "static" | "dynamic" | "url";
}

/** The text up to and with the opening quote; what follows is a literal. */
const FORMS: readonly { readonly kind: Import["kind"]; readonly pattern: RegExp }[] = [
  { kind: "static", pattern: /(?<![.\w$])(?:import|export)\b[\w$*{},\s]*?\bfrom\s*(?=["'])/g },
  { kind: "static", pattern: /(?<![.\w$])import\s*(?=["'])/g },
  { kind: "dynamic", pattern: /(?<![.\w$])(?:import|require)\s*\(\s*/g },
  { kind: "url", pattern: /\bnew\s+URL\s*\(\s*/g },
];

/** Finds every import, export from, dynamic import and module-relative URL of a source file. */
export function scanImports(source: string): readonly Import[] {
  const { code, literals } = tokenize(source);
  const byStart = new Map(literals.map((literal) => [literal.start, literal]));
  const found: Import[] = [];
  for (const { kind, pattern } of FORMS) {
    for (const match of code.matchAll(pattern)) {
      const literal = byStart.get(match.index + match[0].length);
      if (kind === "url" && !isModuleUrl(code, match.index + match[0].length, literal)) continue;
      found.push({
        line: lineAt(source, match.index),
        specifier: literal?.text ?? "",
        whole: literal?.whole ?? false,
        kind,
      });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Tells `new URL(x, import.meta.url)` from the URLs that are addresses. */
function isModuleUrl(code: string, start: number, literal: Literal | undefined): boolean {
  const rest = code.slice(literal?.end ?? start);
  const call = literal === undefined ? /^[^;]*?,\s*import\.meta\.url/ : /^\s*(?:\+[^;]*?)?,\s*import\.meta\.url/;
  return call.test(rest);
}
