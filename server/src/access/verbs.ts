import { KEY_KINDS, type KeyKind, ROLES, type Role } from "../model/index.ts";

/** What can be asked of a project. */
export const VERBS = ["read", "write", "keys", "settings", "manage", "own", "publish", "ping", "check-in"] as const;
export type Verb = (typeof VERBS)[number];

/** What somebody stands on in a project: the kind of the key that came, or the role of the member who came. */
export type Standing = KeyKind | Role;

/**
 * The whole table of who may do what. `write` is for monitors, topics and messages, `keys` for everything that lets
 * somebody in and can be looked up, `settings` for the project's own, `manage` for its members, `own` for its end.
 *
 * A write key is never a ping key: it would lie in the logs of every proxy on the way. A ping, publish or check-in key
 * reads nothing, so that it can be handed to a machine that is not trusted. People never ping: a ping comes from a job.
 */
const ALLOWED: Readonly<Record<Standing, readonly Verb[]>> = {
  owner: ["read", "write", "keys", "settings", "manage", "own", "publish"],
  manager: ["read", "write", "keys", "settings", "manage", "publish"],
  member: ["read", "write", "keys", "publish"],
  "read-only": ["read"],
  write: ["read", "write", "keys", "settings", "publish"],
  read: ["read"],
  ping: ["ping"],
  publish: ["publish"],
  "check-in": ["check-in"],
};

/** Says whether somebody of this standing may do this. */
export function allows(standing: Standing, verb: Verb): boolean {
  return ALLOWED[standing].includes(verb);
}

/** The kinds of key that may do this, for a refusal that says which key to bring. */
export function kindsAllowed(verb: Verb): readonly KeyKind[] {
  return KEY_KINDS.filter((kind) => allows(kind, verb));
}

/** The roles that may do this, for a refusal that says whom to ask. */
export function rolesAllowed(verb: Verb): readonly Role[] {
  return ROLES.filter((role) => allows(role, verb));
}
