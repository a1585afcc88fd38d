import { describe, expect, it } from "vitest";
import { findLockFaults } from "./lock-file.ts";

const locked = { version: "1.0.0", integrity: "sha512-x" };

describe("findLockFaults", () => {
  it("is content with exact packages, what comes inside of them, and workspaces", () => {
    const packages = {
      "": {},
      server: {},
      "node_modules/watchbell": { resolved: "server", link: true },
      "node_modules/a": { ...locked, optionalDependencies: { "a-linux": "1.0.0" } },
      "node_modules/a-linux": locked,
      "node_modules/b/node_modules/c": { ...locked, optionalDependencies: { d: "1.0.0" } },
      "node_modules/b/node_modules/d": locked,
      "node_modules/b/node_modules/e": { version: "1.0.0", inBundle: true },
    };
    expect(findLockFaults({ packages })).toEqual([]);
  });

  it.each([
    ["an address", { "node_modules/a": { ...locked, resolved: "https://example.org/a.tgz" } }],
    ["a package without integrity", { "node_modules/a": {} }],
    ["a platform that is not locked", { "node_modules/a": { ...locked, optionalDependencies: { "a-mac": "1.0.0" } } }],
    [
      "a platform that only another package brings",
      { "node_modules/a": { ...locked, optionalDependencies: { b: "1" } }, "node_modules/c/node_modules/b": locked },
    ],
  ])("finds %s", (_what, packages) => {
    expect(findLockFaults({ packages })).toHaveLength(1);
  });
});
