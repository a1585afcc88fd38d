import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAlarmSources } from "./registry.ts";

const here = import.meta.dirname;
const docs = join(here, "../../../../docs/alarms");
/** What lies in the folder beside the sources. */
const NO_SOURCES = ["contract", "registry"];

const namesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -ending.length))
    .sort();

describe("the registry of alarm sources", () => {
  const sources = createAlarmSources();

  it("holds what the folder holds, and each has its page", () => {
    const kinds = [...sources.keys()].sort();
    expect(kinds.length).toBeGreaterThan(0);
    expect(namesIn(here, ".ts").filter((name) => !NO_SOURCES.includes(name))).toEqual(kinds);
    expect(namesIn(docs, ".md")).toEqual(kinds);
  });

  it.each([...sources])("%s is found by its name, and has a test and a page with its title", (kind, source) => {
    expect(source.kind).toBe(kind);
    expect(existsSync(join(here, `${kind}.test.ts`))).toBe(true);
    const page = readFileSync(join(docs, `${kind}.md`), "utf8");
    expect(page.split("\n")[0]).toBe(`# ${source.title}`);
    expect(page).toContain(`/v1/alarms/${kind}/`);
  });

  it("knows no other", () => {
    expect(sources.get("pigeon")).toBeUndefined();
    expect(sources.get("__proto__")).toBeUndefined();
  });
});
