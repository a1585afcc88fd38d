import { expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

it.each([
  ["/monitors?status=down", "/monitors?status=down"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/\t/evil.example", "/"],
  [undefined, "/"],
])("after log-in %j leads to %j", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
