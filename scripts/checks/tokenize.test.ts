import { describe, expect, it } from "vitest";
import { lineAt, tokenize } from "./tokenize.ts";

const texts = (source: string): readonly string[] => tokenize(source).literals.map(({ text }) => text);

describe("tokenize", () => {
  it("keeps the length and the lines of the source", () => {
    const source = 'const a = "x"; // one\n/* two\n three */ const b = `p${a}q`;\n';
    const { code } = tokenize(source);
    expect(code).toHaveLength(source.length);
    expect(code.split("\n").map((line) => line.trimEnd())).toEqual([
      'const a = " ";',
      "",
      "          const b = ` ${a} `;",
      "",
    ]);
  });

  it.each([
    ["a comment", "// it's \"quoted\"\nconst a = 'b';", ["b"]],
    ["a block comment", "/* don't */ const a = 'b';", ["b"]],
    ["a regular expression", "const r = /[\"'`/]\"/g; const a = 'b';", ["b"]],
    ["a regular expression after return", "return /'/.test(x) ? 'b' : 'c';", ["b", "c"]],
    ["divisions", "const a = b / c; const d = (e) / f; const g = 'h';", ["h"]],
    ["an escaped quote", "const a = 'it\\'s'; const b = 'c';", ["it\\'s", "c"]],
    ["a first line for the shell", "#!/usr/bin/env node's\nconst a = 'b';", ["b"]],
    ["code inside a template", "const a = `x${f({ k: 'in' })}y`; const b = 'out';", ["in", "x", "out"]],
    ["a template inside a template", "const a = `x${`y${z}`}`; const b = 'c';", ["y", "x", "c"]],
  ])("reads the literals around %s", (_what, source, expected) => {
    expect(texts(source)).toEqual(expected);
  });

  it("says of a template with expressions that its text is only the beginning", () => {
    expect(tokenize("`./a${b}`; `./c`").literals).toMatchObject([
      { text: "./a", whole: false },
      { text: "./c", whole: true },
    ]);
  });
});

describe("lineAt", () => {
  it("counts lines from one", () => {
    expect([0, 1, 2, 3].map((offset) => lineAt("a\nb\n", offset))).toEqual([1, 1, 2, 2]);
  });
});
