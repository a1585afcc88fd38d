import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  FLOORS,
  findFloorViolations,
  findMissingTargets,
  floors,
  readModules,
} from "../../../scripts/checks/floors.ts";

const root = join(import.meta.dirname, "../../..");

const judge = (path: string, source: string): readonly string[] =>
  findFloorViolations([{ path: `server/src/${path}`, source }]).map(({ where, what }) => `${where} ${what}`);

describe("the floors of the house", () => {
  const modules = readModules(root);

  it("are kept by every import in server/src", () => {
    expect(findFloorViolations(modules), floors.remedy).toEqual([]);
  });

  it("are read with paths that lead to files", () => {
    expect(findMissingTargets(root, modules)).toEqual([]);
  });

  it("are looked at in every module there is", () => {
    const all = readdirSync(join(root, "server/src"), { recursive: true }).filter((name) =>
      String(name).endsWith(".ts"),
    );
    expect(modules).toHaveLength(all.length);
    expect(modules.length).toBeGreaterThan(100);
  });

  it("are the ones that CONTRIBUTING.md shows", () => {
    const rows = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").matchAll(/^\| (\d) \| `(\w+)\/` \|/gm);
    expect(Object.fromEntries([...rows].map(([, floor, room]) => [room, Number(floor)]))).toEqual(FLOORS);
  });
});

describe("the search for what breaks the floors", () => {
  it.each([
    ["a lower floor", "deliver/send.ts", "import { a } from '../model/index.ts';"],
    ["the room itself", "http/doors/a.ts", "import { a } from '../routes/b.ts';"],
    ["a package", "store/sql/a.ts", "import { Kysely } from 'kysely';"],
  ])("allows %s", (_what, path, source) => {
    expect(judge(path, source)).toEqual([]);
  });

  it.each([
    ["higher up", "judge/a.ts", "\nimport { a } from '../store/ports.ts';", "server/src/judge/a.ts:2 judge (floor 1)"],
    ["a sibling", "loops/a.ts", "import type { A } from '../http/a.ts';", "is a sibling"],
    ["a dynamic climb", "lib/a.ts", "await import('../hosts/server.ts');", "is higher up"],
    ["a climb by worker", "lib/a.ts", "new URL('../hosts/server.ts', import.meta.url);", "is higher up"],
    ["a computed path", "http/a.ts", "await import(path);", "cannot be judged"],
    ["a package in the model", "model/a.ts", "import { z } from 'zod';", "model imports nothing"],
    ["what the package does not carry", "cli/a.ts", "import { a } from '../../test/a.ts';", "outside server/src"],
    ["a test", "cli/a.ts", "import { a } from './b.test.ts';", "imports the test"],
    ["an unknown room", "helpers/a.ts", "", "is in no known room"],
    ["a file outside any room", "index.ts", "", "is in no known room"],
  ])("finds %s", (_what, path, source, expected) => {
    const findings = judge(path, source);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(expected);
  });
});
