import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Check, Finding } from "./check.ts";
import type { SourceModule } from "./floors.ts";
import { listModules } from "./list-files.ts";
import { scanImports } from "./scan-imports.ts";

const SOURCES = "web/src";
/** The one place of the server that the dashboard may know, and only by its types: the schemas of the API. */
const SCHEMAS = "server/src/http/";

/** A test may start the program as a user does. */
const PROGRAM = "server/bin/watchbell.js";

/** The rooms of web/src: a room imports from lower floors only. The areas of `pages/` do not know each other. */
const WEB_FLOORS: Readonly<Record<string, number>> = { lib: 0, api: 1, ui: 2, parts: 3, pages: 4, app: 5 };

/** Finds imports of the dashboard that climb its house, cross from page to page or take more than types of the server. */
export function findWebViolations(modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap(({ path, source }) =>
    scanImports(source)
      .filter(({ specifier }) => specifier.startsWith("."))
      .flatMap(({ specifier, line }) => {
        const target = posix.join(posix.dirname(path), specifier);
        const what = target.startsWith(`${SOURCES}/`)
          ? judgeRooms(path, target)
          : judgeOutside(path, target, source.split("\n")[line - 1] ?? "");
        return what === null ? [] : [{ where: `${path}:${line}`, what }];
      }),
  );
}

function judgeRooms(path: string, target: string): string | null {
  const [room, area] = placeOf(path);
  const [otherRoom, otherArea] = placeOf(target);
  if (room === "main.tsx") return null;
  const floor = WEB_FLOORS[room];
  const otherFloor = WEB_FLOORS[otherRoom];
  if (floor === undefined) return `is in no known room; the rooms are ${Object.keys(WEB_FLOORS).join(", ")}`;
  if (otherFloor === undefined) return `points at ${target}, which is in no known room`;
  if (otherFloor > floor) return `${room} (floor ${floor}) imports ${target}, but ${otherRoom} is higher up`;
  if (room === "pages" && otherRoom === "pages" && area !== otherArea) {
    return `imports ${target}: what two areas need goes to ${SOURCES}/parts`;
  }
  return null;
}

function judgeOutside(path: string, target: string, line: string): string | null {
  if (target === PROGRAM && path.endsWith(".test.ts")) return null;
  if (!target.startsWith(SCHEMAS)) return `imports ${target}; of the server only ${SCHEMAS} may be named`;
  return line.startsWith("import type ") ? null : `imports values of ${target}; write \`import type\` on one line`;
}

function placeOf(path: string): readonly [room: string, area: string] {
  const [room = "", area = ""] = path.slice(SOURCES.length + 1).split("/");
  return [room, area];
}

/** Checks that the dashboard knows only the API, and its rooms only what is below them. */
export const webImports: Check = {
  name: "imports of the dashboard",
  remedy: "Move what both need to a lower room of web/src (rooms: CONTRIBUTING.md); take only types, and from http/.",
  run(root) {
    const paths = [...listModules(root, SOURCES), ...listModules(root, SOURCES, "tsx")];
    const modules = paths.map((path) => ({ path, source: readFileSync(join(root, path), "utf8") }));
    return { looked: modules.length, unit: "modules", findings: findWebViolations(modules) };
  },
};
