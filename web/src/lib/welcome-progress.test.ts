import { expect, it } from "vitest";
import { firstSteps, parseWelcome } from "./welcome-progress.ts";

it("what was kept is gone on with", () => {
  const progress = { ...firstSteps("p1"), step: "ping", monitorId: "m1" } as const;
  expect(parseWelcome(JSON.stringify(progress))).toEqual(progress);
});

it("what cannot be read is no progress", () => {
  for (const text of [null, "", "{", "null", "7", '{"projectId":"p1"}', '{"projectId":1,"step":"ping"}']) {
    expect(parseWelcome(text)).toBeNull();
  }
});
