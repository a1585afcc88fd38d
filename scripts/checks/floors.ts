import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Check, CheckResult, Finding } from "./check.ts";
import { listModules } from "./list-files.ts";
import { type Import, scanImports } from "./scan-imports.ts";

const SOURCES = "server/src";
/** The build puts files here that a checkout has elsewhere (scripts/build-package.ts). */
const BUILT_ASSETS = "server/src/assets/";

/** The rooms of server/src and the floor each is on: a room imports from lower floors only, siblings never each other. */
export const FLOORS: Readonly<Record<string, number>> = {
  model: 0,
  lib: 0,
  config: 0,
  judge: 1,
  route: 1,
  access: 1,
  signals: 2,
  providers: 2,
  store: 2,
  deliver: 3,
  actions: 4,
  loops: 5,
  http: 5,
  pages: 5,
  hosts: 6,
  cli: 7,
};

/** A module of server/src: its path from the repository's root, and its text. */
export interface SourceModule {
  readonly path: string;
  readonly source: string;
}

/** Finds every import that climbs the house, crosses to a sibling or leaves server/src. */
export function findFloorViolations(modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap(({ path, source }) => {
    const room = roomOf(path);
    if (room === null) {
      return [{ where: path, what: `is in no known room; the rooms are ${Object.keys(FLOORS).join(", ")}` }];
    }
    return scanImports(source).flatMap((reference) => {
      const what = judgeImport(path, room, reference);
      return what === null ? [] : [{ where: `${path}:${reference.line}`, what }];
    });
  });
}

function judgeImport(path: string, room: string, { specifier, whole, kind }: Import): string | null {
  const isTest = path.endsWith(".test.ts");
  if (specifier === "") return `a ${kind} import whose path is computed cannot be judged; write the path out`;
  if (!specifier.startsWith(".")) {
    return room === "model" && !isTest ? `model imports nothing, but here it imports ${specifier}` : null;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith(`${SOURCES}/`)) {
    return isTest || kind === "url" ? null : `imports ${target}, outside ${SOURCES}, which the package does not carry`;
  }
  if (!isTest && whole && target.endsWith(".test.ts")) return `imports the test ${target}`;
  if (kind === "url" && target.startsWith(BUILT_ASSETS)) return null;
  const other = roomOf(target);
  if (other === null) return `points at ${target}, which is in no known room`;
  return other === room || isTest ? null : judgeRooms(room, other, target);
}

function judgeRooms(room: string, other: string, target: string): string | null {
  const floor = FLOORS[room] ?? 0;
  const otherFloor = FLOORS[other] ?? 0;
  if (otherFloor < floor) return null;
  const relation = otherFloor === floor ? "a sibling" : "higher up";
  return `${room} (floor ${floor}) imports ${target}, but ${other} (floor ${otherFloor}) is ${relation}`;
}

function roomOf(path: string): string | null {
  const [room, file] = path.slice(SOURCES.length + 1).split("/");
  return room !== undefined && file !== undefined && room in FLOORS ? room : null;
}

/** Reads every module of server/src. */
export function readModules(root: string): readonly SourceModule[] {
  return listModules(root, SOURCES).map((path) => ({ path, source: readFileSync(join(root, path), "utf8") }));
}

/** Relative imports that point at no file: the scanner reads paths as Node does, so this also checks the scanner. */
export function findMissingTargets(root: string, modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap(({ path, source }) =>
    scanImports(source)
      .filter(({ specifier }) => specifier.startsWith("."))
      .filter(({ specifier, whole }) => !pointsAtFile(root, posix.join(posix.dirname(path), specifier), whole))
      .map(({ line, specifier }) => ({ where: `${path}:${line}`, what: `points at ${specifier}, where no file is` })),
  );
}

/** A path that is only known in part (`./worker${extension}`) must be the beginning of a file's name. */
function pointsAtFile(root: string, path: string, whole: boolean): boolean {
  if (path.startsWith(BUILT_ASSETS)) return true;
  const target = join(root, path);
  if (whole || !existsSync(dirname(target))) return existsSync(target);
  return readdirSync(dirname(target)).some((name) => name.startsWith(posix.basename(target)));
}

/** Checks the floors of every module in server/src. */
export const floors: Check = {
  name: "floors",
  remedy:
    "Move what both rooms need to a lower floor, or pass it in as an argument from hosts/ (rooms and floors: CONTRIBUTING.md).",
  run(root): CheckResult {
    const modules = readModules(root);
    const findings = [...findFloorViolations(modules), ...findMissingTargets(root, modules)];
    return { looked: modules.length, unit: "modules", findings };
  },
};
