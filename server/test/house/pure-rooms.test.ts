import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findImpurities, pureRooms } from "../../../scripts/checks/pure-rooms.ts";

const judge = (source: string): readonly string[] =>
  findImpurities([{ path: "server/src/judge/a.ts", source }]).map(({ what }) => what);

describe("the pure rooms", () => {
  it("take time, chance and answers as arguments", () => {
    const result = pureRooms.run(join(import.meta.dirname, "../../.."));
    expect(result.looked).toBeGreaterThan(10);
    expect(result.findings, pureRooms.remedy).toEqual([]);
  });

  it.each([
    "const a = Date.now();",
    "const a = new Date();",
    "const a = Math.random();",
    "const a = Temporal.Now.instant();",
    "await fetch('http://localhost');",
    "const a = process.uptime();",
    "setTimeout(f, 1);",
    "import { readFileSync } from 'node:fs';",
  ])("would be caught at %j", (source) => {
    expect(judge(source)).toHaveLength(1);
  });

  it.each(["const a = new Date(now);", "// Date.now() is not asked here", "deps.fetch(url); const process = 1;"])(
    "may say %j",
    (source) => {
      expect(judge(source)).toEqual([]);
    },
  );
});
