import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");

describe("the changelog", () => {
  it("has a place for what is not released, first", () => {
    expect(changelog.match(/^## .+$/m)?.[0]).toBe("## Unreleased");
  });

  it("has a date for every version", () => {
    const versions = [...changelog.matchAll(/^## (?!Unreleased)(.+)$/gm)].map(([, title]) => title);
    for (const title of versions) expect(title).toMatch(/^\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)$/);
  });
});
