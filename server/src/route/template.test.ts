import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandTemplate, unknownNames } from "./template.ts";

const plain = (value: string): string => value;
const html = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

describe("a template", () => {
  it.each<[string, string, Record<string, string>, string]>([
    ["replaces a name", "$name is down", { name: "backup" }, "backup is down"],
    ["replaces a name in braces", "${n}s", { n: "5" }, "5s"],
    ["takes the longest name", "$names $name", { name: "a", names: "b" }, "b a"],
    ["ends a name at the first other character", "$name-$name.", { name: "a" }, "a-a."],
    ["makes a dollar of two", "$$name costs $$5", { name: "a" }, "$name costs $5"],
    ["reads three dollars as a dollar and a name", "$$$name", { name: "a" }, "$a"],
    ["leaves an unknown name as typed", "$unknown ${unknown}", {}, "$unknown ${unknown}"],
    ["leaves a lone dollar", "100 $ and $5 and $", { name: "a" }, "100 $ and $5 and $"],
    [
      "leaves braces that hold no name",
      "${} ${ name} ${name ${na me} ${1}",
      { name: "a" },
      "${} ${ name} ${name ${na me} ${1}",
    ],
    ["knows digits and underscores", "$_a1 $a_2", { _a1: "x", a_2: "y" }, "x y"],
    ["tells upper from lower case", "$Name $name", { name: "a", Name: "B" }, "B a"],
    ["knows no letters but ASCII", "$naïve $é", { na: "a", naïve: "b", é: "c" }, "aïve $é"],
    ["puts an empty value in", "[$name]", { name: "" }, "[]"],
  ])("%s", (_title, model, variables, expanded) => {
    expect(expandTemplate(model, variables, plain)).toBe(expanded);
  });

  it("expands no value twice", () => {
    const variables = { a: "$b", b: "${a}", c: "$$" };
    expect(expandTemplate("$a ${b} $c", variables, plain)).toBe("$b ${a} $$");
  });

  it("puts replacement patterns of the language in as they are", () => {
    expect(expandTemplate("<$a>", { a: "$& $1 $` $'" }, plain)).toBe("<$& $1 $` $'>");
  });

  it("escapes values and never its own text", () => {
    expect(expandTemplate("<b>$a</b> & $$", { a: "<i> & $" }, html)).toBe("<b>&lt;i> &amp; $</b> & $");
  });

  it("finds no variable that was not given", () => {
    expect(expandTemplate("$constructor $toString $__proto__", {}, plain)).toBe("$constructor $toString $__proto__");
    const hostile = Object.fromEntries([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
    expect(expandTemplate("$__proto__ $constructor", hostile, plain)).toBe("p c");
  });

  it("takes long values and long models", () => {
    const value = "x".repeat(10_000);
    expect(expandTemplate("$a$a", { a: value }, plain)).toBe(value + value);
    expect(expandTemplate("$".repeat(100_000), {}, plain)).toBe("$".repeat(50_000));
    expect(expandTemplate("${a".repeat(50_000), { a: "b" }, plain)).toBe("${a".repeat(50_000));
  });

  it("without a dollar is its own result", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const model = text.replaceAll("$", "");
        expect(expandTemplate(model, { a: "b" }, plain)).toBe(model);
      }),
    );
  });

  it("gives any value back unchanged", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(expandTemplate("a${v}b", { v: value }, plain)).toBe(`a${value}b`);
      }),
    );
  });
});

describe("the unknown names of a template", () => {
  it("are those that no variable has, each once, in the order in which they stand", () => {
    const model = "$name ${sevrity} $$dollar $toString $sevrity ${name}s $9";
    expect(unknownNames(model, { name: "a" })).toEqual(["sevrity", "toString"]);
    expect(unknownNames("plain text", {})).toEqual([]);
  });
});
