import { describe, expect, it } from "vitest";
import { KEY_KINDS, ROLES } from "../model/index.ts";
import { kindsToMake, mayGiveRole } from "./hand-out.ts";

describe("what one may hand out", () => {
  it.each([
    { own: "owner", may: ["owner", "manager", "member", "read-only"] },
    { own: "manager", may: ["manager", "member", "read-only"] },
    { own: "member", may: ["member", "read-only"] },
    { own: "read-only", may: ["read-only"] },
  ] as const)("whoever is $own gives and takes the roles $may", ({ own, may }) => {
    expect(ROLES.filter((role) => mayGiveRole(own, role))).toEqual(may);
  });

  it.each([
    { standing: "owner", may: KEY_KINDS },
    { standing: "manager", may: KEY_KINDS },
    { standing: "write", may: KEY_KINDS },
    // A write key changes the project's settings, and a member may not.
    { standing: "member", may: ["read", "ping", "publish", "check-in"] },
  ] as const)("no key that a $standing makes may do more than he may", ({ standing, may }) => {
    expect(kindsToMake(standing)).toEqual(may);
  });
});
