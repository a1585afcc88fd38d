import { describe, expect, it } from "vitest";
import { KEY_KINDS } from "../model/index.ts";
import { allows, kindsAllowed, VERBS } from "./verbs.ts";

describe("what a key may do", () => {
  it.each([
    { kind: "write", may: ["read", "write", "publish"] },
    { kind: "read", may: ["read"] },
    { kind: "ping", may: ["ping"] },
    { kind: "publish", may: ["publish"] },
    { kind: "check-in", may: ["check-in"] },
  ] as const)("a $kind key may $may and nothing else", ({ kind, may }) => {
    expect(VERBS.filter((verb) => allows(kind, verb))).toEqual(may);
  });

  it("every kind of key may do something, and every verb has a key", () => {
    for (const kind of KEY_KINDS) expect(VERBS.some((verb) => allows(kind, verb))).toBe(true);
    for (const verb of VERBS) expect(kindsAllowed(verb)).not.toEqual([]);
  });

  it("a secret that lies in a URL can never change a project", () => {
    expect(kindsAllowed("ping")).toEqual(["ping"]);
  });
});
