import { expect, it } from "vitest";
import { formatBytes } from "./bytes.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_240, "1.2 kB"],
  [10_000, "10 kB"],
  [999_600, "1 MB"],
  [3_400_000, "3.4 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
