import { describe, expect, it } from "vitest";
import { KEY_KINDS, ROLES } from "../model/index.ts";
import { allows, kindsAllowed, rolesAllowed, VERBS } from "./verbs.ts";

describe("what a key may do", () => {
  it.each([
    { kind: "write", may: ["read", "write", "keys", "settings", "publish"] },
    { kind: "read", may: ["read"] },
    { kind: "ping", may: ["ping"] },
    { kind: "publish", may: ["publish"] },
    { kind: "check-in", may: ["check-in"] },
  ] as const)("a $kind key may $may and nothing else", ({ kind, may }) => {
    expect(VERBS.filter((verb) => allows(kind, verb))).toEqual(may);
  });

  it("a secret that lies in a URL can never change a project", () => {
    expect(kindsAllowed("ping")).toEqual(["ping"]);
  });

  it("no key decides who the members are", () => {
    expect([...kindsAllowed("manage"), ...kindsAllowed("own")]).toEqual([]);
  });
});

describe("what a member may do", () => {
  it.each([
    { role: "owner", may: ["read", "write", "keys", "settings", "manage", "own", "publish"] },
    { role: "manager", may: ["read", "write", "keys", "settings", "manage", "publish"] },
    { role: "member", may: ["read", "write", "keys", "publish"] },
    { role: "read-only", may: ["read"] },
  ] as const)("a member who is $role may $may and nothing else", ({ role, may }) => {
    expect(VERBS.filter((verb) => allows(role, verb))).toEqual(may);
  });

  it("a higher role may all that a lower one may", () => {
    for (const [index, role] of ROLES.slice(1).entries()) {
      const higher = ROLES[index] ?? "owner";
      expect(VERBS.filter((verb) => allows(role, verb) && !allows(higher, verb))).toEqual([]);
    }
  });
});

describe("the table of who may do what", () => {
  it("lets everybody do something, and has somebody for every verb", () => {
    for (const standing of [...KEY_KINDS, ...ROLES]) expect(VERBS.some((verb) => allows(standing, verb))).toBe(true);
    for (const verb of VERBS) expect([...kindsAllowed(verb), ...rolesAllowed(verb)]).not.toEqual([]);
  });
});
