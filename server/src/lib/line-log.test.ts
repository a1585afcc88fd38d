import { describe, expect, it } from "vitest";
import { createLineLog } from "./line-log.ts";

const AT = Date.UTC(2026, 2, 4, 12);

/** What a log of a level has written after a line of each level. */
function written(level: "debug" | "warn" | "silent", fields: Record<string, unknown> = {}): readonly unknown[] {
  const lines: unknown[] = [];
  const log = createLineLog({ level, now: () => AT, print: (line) => lines.push(JSON.parse(line)) });
  for (const of of ["debug", "info", "warn", "error"] as const) log[of](fields, `it is ${of}`);
  return lines;
}

describe("the log of a function", () => {
  it("is one JSON object a line, with the fields and the text", () => {
    expect(written("warn", { messageId: "m1" })).toEqual([
      { level: "warn", time: "2026-03-04T12:00:00.000Z", messageId: "m1", msg: "it is warn" },
      { level: "error", time: "2026-03-04T12:00:00.000Z", messageId: "m1", msg: "it is error" },
    ]);
  });

  it("leaves out what its level leaves out", () => {
    expect([written("debug").length, written("silent").length]).toEqual([4, 0]);
  });

  it("tells what an error says, and no secret", () => {
    const err = new Error("it broke", { cause: new Error("the disk is full") });
    const [line] = written("warn", { err, password: "hunter2", url: "https://a.example/x?token=hunter2" });
    const text = JSON.stringify(line);
    expect(text).toContain("it broke");
    expect(text).toContain("the disk is full");
    expect(text).not.toContain("hunter2");
  });
});
