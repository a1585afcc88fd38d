import type { KeyKind } from "../model/index.ts";

/** What can be asked of a project. */
export const VERBS = ["read", "write", "ping", "publish", "check-in"] as const;
export type Verb = (typeof VERBS)[number];

/**
 * The whole table of who may do what. A write key is never a ping key: it would lie in the logs of every proxy on the
 * way. A ping, publish or check-in key reads nothing, so that it can be handed to a machine that is not trusted.
 */
const ALLOWED: Readonly<Record<KeyKind, readonly Verb[]>> = {
  write: ["read", "write", "publish"],
  read: ["read"],
  ping: ["ping"],
  publish: ["publish"],
  "check-in": ["check-in"],
};

/** Says whether a key of this kind may do this. */
export function allows(kind: KeyKind, verb: Verb): boolean {
  return ALLOWED[kind].includes(verb);
}

/** The kinds of key that may do this, for a refusal that says which key to bring. */
export function kindsAllowed(verb: Verb): readonly KeyKind[] {
  return (Object.keys(ALLOWED) as KeyKind[]).filter((kind) => allows(kind, verb));
}
