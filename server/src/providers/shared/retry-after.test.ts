import { expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");

it.each([
  ["30", 30_000],
  [" 0 ", 0],
  ["1.5", 1_500],
  ["Fri, 20 Nov 2026 10:02:00 GMT", 120_000],
  ["Friday, 20-Nov-26 10:02:00 GMT", 120_000],
  ["Fri, 20 Nov 2026 09:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["", null],
  [undefined, null],
])("reads Retry-After %j as %s ms", (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
