import { expect, it } from "vitest";
import { followUp } from "./follow-up.ts";

it.each([
  ["edit", { hasRoot: true, ends: true }, "edit"],
  ["edit", { hasRoot: true, ends: false }, "thread"],
  ["edit", { hasRoot: false, ends: true }, "post"],
  ["thread", { hasRoot: true, ends: true }, "thread"],
  ["thread", { hasRoot: true, ends: false }, "thread"],
  ["thread", { hasRoot: false, ends: true }, "post"],
  ["post", { hasRoot: true, ends: true }, "post"],
  ["post", { hasRoot: true, ends: false }, "post"],
] as const)("with the wish to %s, %o becomes %s", (onRecovery, message, expected) => {
  expect(followUp(onRecovery, message)).toBe(expected);
});
