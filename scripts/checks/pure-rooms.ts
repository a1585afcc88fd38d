import type { Check, Finding } from "./check.ts";
import { readModules, type SourceModule } from "./floors.ts";
import { scanImports } from "./scan-imports.ts";
import { lineAt, tokenize } from "./tokenize.ts";

const PURE_ROOMS = ["model", "judge", "route", "access"];
/** Modules of Node that only compute. */
const PURE_MODULES = ["node:assert", "node:util"];

/** What a pure module may not touch: a clock, chance, the network, the process. */
const IMPURE =
  /\bDate\.now\b|\bnew\s+Date\s*\(\s*\)|\bMath\.random\b|\bTemporal\.Now\b|(?<![.\w$])(?:fetch|setTimeout|setInterval|setImmediate|console|process|performance|crypto)\b(?=\s*[.(])/g;

/** Finds what makes a module of a pure room depend on more than its arguments. */
export function findImpurities(modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap(({ path, source }) => {
    const { code } = tokenize(source);
    const names = [...code.matchAll(IMPURE)].map((match) => ({
      where: `${path}:${lineAt(source, match.index)}`,
      what: `uses ${match[0]}, so its result depends on more than its arguments`,
    }));
    const imports = scanImports(source)
      .filter(({ specifier }) => specifier.startsWith("node:") && !PURE_MODULES.includes(specifier))
      .map(({ line, specifier }) => ({ where: `${path}:${line}`, what: `imports ${specifier} in a pure room` }));
    return [...names, ...imports];
  });
}

/** Checks that judging, routing and access stay functions of their arguments. */
export const pureRooms: Check = {
  name: "pure rooms",
  remedy: "Take the time, the random value or the answer as an argument; whoever calls from a higher floor has it.",
  run(root) {
    const modules = readModules(root).filter(
      ({ path }) => PURE_ROOMS.includes(path.split("/")[2] ?? "") && !path.endsWith(".test.ts"),
    );
    return { looked: modules.length, unit: "modules", findings: findImpurities(modules) };
  },
};
