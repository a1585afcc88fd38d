import { KEY_KINDS, type KeyKind, ROLES, type Role } from "../model/index.ts";
import { allows, type Standing, VERBS } from "./verbs.ts";

/** What a key gets that only reading needs: pings and check-ins change nothing that people decide. */
const HARMLESS = ["ping", "check-in"];

/** Says whether a role may be given or taken by another: nobody gives or takes more than he has. */
export function mayGiveRole(own: Role, role: Role): boolean {
  return ROLES.indexOf(own) <= ROLES.indexOf(role);
}

/** Says whether somebody may make a key of this kind: no key may do more than who makes it. */
export function mayMakeKey(standing: Standing, kind: KeyKind): boolean {
  return VERBS.every((verb) => !allows(kind, verb) || HARMLESS.includes(verb) || allows(standing, verb));
}

/** The kinds of key that somebody may make. */
export function kindsToMake(standing: Standing): readonly KeyKind[] {
  return KEY_KINDS.filter((kind) => mayMakeKey(standing, kind));
}
