import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it("each failure waits longer, up to half a minute, and never all at the same time", () => {
  expect([1, 2, 3, 10].map((failures) => backoffMs(failures, 0.5))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([750, 1_250]);
});
