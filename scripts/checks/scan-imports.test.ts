import { describe, expect, it } from "vitest";
import { scanImports } from "./scan-imports.ts";

const found = (source: string): readonly string[] =>
  scanImports(source).map(({ kind, line, specifier, whole }) => `${line} ${kind} ${specifier}${whole ? "" : "…"}`);

describe("scanImports", () => {
  it.each([
    ["import { a } from './a.ts';", "1 static ./a.ts"],
    ["import type { A } from './a.ts';", "1 static ./a.ts"],
    ["import a, * as b from './a.ts';", "1 static ./a.ts"],
    ["import {\n  a,\n  b as c,\n} from './a.ts';", "1 static ./a.ts"],
    ["import './a.ts';", "1 static ./a.ts"],
    ["export * from './a.ts';", "1 static ./a.ts"],
    ["export { a } from './a.ts';", "1 static ./a.ts"],
    ["\nconst a = await import('./a.ts');", "2 dynamic ./a.ts"],
    ["type A = import('./a.ts').A;", "1 dynamic ./a.ts"],
    ["const a = await import(name);", "1 dynamic …"],
    ["const a = await import(`./a/${name}.ts`);", "1 dynamic ./a/…"],
    ["new Worker(new URL('./a.ts', import.meta.url));", "1 url ./a.ts"],
    ["new URL(`./worker${extension}`, import.meta.url);", "1 url ./worker…"],
    ["new URL(name, import.meta.url);", "1 url …"],
  ])("finds %j", (source, expected) => {
    expect(found(source)).toEqual([expected]);
  });

  it.each([
    ["a comment", "// import { a } from './a.ts';\n/* import('./b.ts') */"],
    ["a text", "const a = \"import { a } from './a.ts'\";"],
    ["a method that is called import", "store.import('./a.ts'); store.from('./a.ts');"],
    ["an address", "new URL('/ping', base); new URL('http://localhost');"],
    ["its own export", "export const from = 1; const a = './a.ts';"],
  ])("is not taken in by %s", (_what, source) => {
    expect(found(source)).toEqual([]);
  });
});
