import { describe, expect, it } from "vitest";
import { createJsonLog } from "./json-log.ts";

describe("the log of a function", () => {
  it("writes one object a line, without secrets and without what is only for debugging", () => {
    const lines: string[] = [];
    const log = createJsonLog({ write: (line) => lines.push(line), now: () => Date.UTC(2026, 2, 4, 2, 15) });
    log.debug({}, "nobody reads this");
    log.info({ status: 200, token: "s3cret" }, "a request\nwas answered");
    log.error({ err: new Error("no") }, "it broke");
    expect(lines).toHaveLength(2);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "info", time: "2026-03-04T02:15:00.000Z", status: 200, token: "***", msg: "a request\nwas answered" },
      { level: "error", err: { message: "no" }, msg: "it broke" },
    ]);
    expect(lines[0]).not.toContain("\n");
  });
});
