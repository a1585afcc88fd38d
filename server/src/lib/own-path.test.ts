import { expect, it } from "vitest";
import { ownPath, withParameter } from "./own-path.ts";

it.each(["/", "/monitors", "/monitors?status=down&tag=a%20b", "/invite?token=a.b-c_d", "/a//b", "/@user", "/%C3%BC"])(
  "%s is a path of ours",
  (path) => {
    expect(ownPath(path)).toBe(path);
    expect(new URL(`https://watch.example.org${path}`).origin).toBe("https://watch.example.org");
  },
);

it.each([
  "//evil.example",
  "/\\evil.example",
  "/a\\b",
  "\\/evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "monitors",
  "",
  " /monitors",
  "/a\tb",
  "/a\r\nSet-Cookie: x",
  "/a#b",
  "/ü",
  `/${"a".repeat(2_000)}`,
])("%j leads home instead", (path) => {
  expect(ownPath(path)).toBe("/");
});

it("what is missing leads home", () => {
  expect([ownPath(null), ownPath(undefined)]).toEqual(["/", "/"]);
});

it("a parameter is added behind those there are", () => {
  expect(withParameter("/log-in", "next", "/a?b=c&d")).toBe("/log-in?next=%2Fa%3Fb%3Dc%26d");
  expect(withParameter("/a?b=c", "problem", "expired")).toBe("/a?b=c&problem=expired");
});
