import { expect, it } from "vitest";
import { formatBytes } from "./format-bytes.ts";

it.each([
  [0, "0 B"],
  [812, "812 B"],
  [1_400, "1.4 kB"],
  [262_144, "262 kB"],
  [3_000_000, "3 MB"],
])("%d bytes are written as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
