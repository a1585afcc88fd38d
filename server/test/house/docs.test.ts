import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { docPaths, findDeadMentions, findDeadPaths } from "../../../scripts/checks/doc-paths.ts";
import { machineTraces } from "../../../scripts/checks/machine-traces.ts";

const root = join(import.meta.dirname, "../../..");

describe("the pages for people", () => {
  it("name only paths and headings that are there", () => {
    const result = docPaths.run(root);
    expect(result.looked).toBeGreaterThan(5);
    expect(result.findings, docPaths.remedy).toEqual([]);
  });

  it("and all other files say nothing of the machine they were written on", () => {
    const result = machineTraces.run(root);
    expect(result.looked).toBeGreaterThan(100);
    expect(result.findings, machineTraces.remedy).toEqual([]);
  });
});

describe("the search for dead paths", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-docs-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const search = (markdown: string): readonly string[] => {
    writeFileSync(join(folder, "PAGE.md"), markdown);
    return findDeadPaths(folder, "PAGE.md", new Set(["PAGE.md", "docs"])).map(({ where }) => where);
  };

  it.each([
    ["a path in backticks", "See `docs/gone.md`."],
    ["a path with a line", "See `docs/gone.ts:12`."],
    ["a folder", "See `docs/gone/`."],
    ["a pattern", "See `docs/<kind>.md` and more."],
    ["a path in a folder that was renamed", "See `src/gone.ts`."],
    ["a file of the root", "See `GONE.md`."],
    ["a link", "See [this](docs/gone.md)."],
    ["a heading", "# Here\n\nSee [this](#there)."],
  ])("finds %s", (_what, markdown) => {
    expect(search(markdown)).toHaveLength(1);
  });

  it("also looks at what sources name", () => {
    const source = "// See docs/gone.md and ./docs/here.md\nconst hint = 'docs/here.md';\n";
    expect(findDeadMentions("a.ts", source, new Set(["docs/here.md"]))).toEqual([
      { where: "a.ts:1", what: "names docs/gone.md, which is not there" },
    ]);
  });

  it.each([
    ["an address", "`/api/v1/monitors`, `http://localhost:7200/ping/x` and [this](https://example.org/a.md)"],
    ["a command", "`npm ci && npm start`, `watchbell send ops+alerts a=b`"],
    ["a media type or a header", "`application/json`, `X-Api-Key`"],
    ["what is made later", "`data/watchbell.db`, `server/dist/cli/main.js`"],
    ["a block of commands", "```\n`docs/gone.md`\n```"],
    ["a heading that is there", "# Here and there\n\n[this](#here-and-there)"],
    ["a page that is there", "`PAGE.md` and [this](PAGE.md)"],
  ])("is content with %s", (_what, markdown) => {
    expect(search(markdown)).toEqual([]);
  });
});
