import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runTool, TOOLS } from "./tools.ts";

const repository = join(import.meta.dirname, "../..");

/** A small workspace with the repository's own settings and one fault for each tool. */
const PLANTED = `import { env } from "node:process";
import { Kysely } from "kysely";

async function send(): Promise<number> {
  return Kysely.length;
}

export function nobodyCallsThis(): string {
  send();
  const count: string = 5;
  return count + env.HOME;
}
`;

function plant(): string {
  const root = mkdtempSync(join(tmpdir(), "watchbell-tools-"));
  for (const file of ["biome.json", ".oxlintrc.json", "tsconfig.json", "knip.jsonc", "package.json", ".gitignore"]) {
    cpSync(join(repository, file), join(root, file));
  }
  mkdirSync(join(root, ".git"));
  mkdirSync(join(root, "server/src/actions"), { recursive: true });
  mkdirSync(join(root, "scripts/checks"), { recursive: true });
  cpSync(join(repository, "server/package.json"), join(root, "server/package.json"));
  cpSync(join(repository, "scripts/checks/knip-count.js"), join(root, "scripts/checks/knip-count.js"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "server/src/actions/planted.ts"), PLANTED);
  return root;
}

describe("the tools of npm run check", () => {
  const root = plant();
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ["biome", ["noProcessEnv", "noRestrictedImports", "noFloatingPromises"]],
    ["oxlint", ["no-floating-promises"]],
    ["tsc", ["error TS2322"]],
    ["knip", ["planted.ts"]],
  ])("%s sees planted faults and says at how many files it looked", (command, expected) => {
    const tool = TOOLS.find((candidate) => candidate.command === command);
    if (tool === undefined) throw new Error(`no tool ${command}`);
    const result = runTool(tool, root);
    expect(result.looked).toBeGreaterThan(0);
    expect(result.findings).toHaveLength(1);
    for (const text of expected) expect(result.output).toContain(text);
  });
});
