import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** The words that the header of the model defines: `- word:`, `- word, word:` and `Word:` in the middle of a line. */
function wordsOfModel(): readonly string[] {
  const header = readFileSync(join(root, "server/src/model/index.ts"), "utf8").split("*/")[0] ?? "";
  const firsts = [...header.matchAll(/^ \* - ([a-z, ]+):/gm)].flatMap(([, words = ""]) => words.split(", "));
  const seconds = [...header.matchAll(/\. ([A-Z][a-z]+):/g)].map(([, word = ""]) => word.toLowerCase());
  return [...firsts, ...seconds];
}

describe("the glossary", () => {
  const page = readFileSync(join(root, "docs/glossary.md"), "utf8");
  const explained = [...page.matchAll(/^\*\*(.+?)\*\*/gm)].flatMap(([, words = ""]) => words.split(", "));

  it("explains every word of the model's header", () => {
    expect(wordsOfModel().length).toBeGreaterThan(15);
    expect(explained).toEqual(expect.arrayContaining([...wordsOfModel()]));
  });

  it("explains no word twice", () => {
    expect(new Set(explained).size).toBe(explained.length);
  });
});
