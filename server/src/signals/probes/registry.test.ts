import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROBE_KINDS } from "../../model/index.ts";
import { PROBES } from "./registry.ts";

const DOCS = join(import.meta.dirname, "../../../../docs/probes");
const NO_KINDS = ["contract.ts", "prober.ts", "registry.ts"];

const kindsIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith(".test.ts") && !NO_KINDS.includes(name))
    .map((name) => name.slice(0, -ending.length))
    .sort();

describe("the registry of probes", () => {
  it("holds what the folder holds, and each has its page", () => {
    expect(Object.keys(PROBES).sort()).toEqual(kindsIn(import.meta.dirname, ".ts"));
    expect(Object.keys(PROBES).sort()).toEqual(kindsIn(DOCS, ".md"));
    expect([...PROBE_KINDS].sort()).toEqual(Object.keys(PROBES).sort());
  });

  it.each(PROBE_KINDS)("%s has a test, a page with its title, and is found by its name", (kind) => {
    expect(existsSync(join(import.meta.dirname, `${kind}.test.ts`))).toBe(true);
    expect(PROBES[kind].kind).toBe(kind);
    expect(readFileSync(join(DOCS, `${kind}.md`), "utf8")).toMatch(new RegExp(`^# ${PROBES[kind].title}$`, "m"));
  });
});
