import { newId } from "../lib/ids.ts";
import type { Vault } from "../lib/vault.ts";
import type { Actor, Key, KeyKind } from "../model/index.ts";
import type { NewHistory } from "./new-history.ts";
import type { PeoplePort } from "./ports.ts";

/** Keys that people must look up again are kept sealed beside their code; the others only as a code. */
const SHOWN_AGAIN: readonly KeyKind[] = ["ping", "check-in"];
const MAX_HINT_LENGTH = 8;

/** What a store is asked to make a key of. */
export type NewKey = Parameters<PeoplePort["createKey"]>[0];

/** A new key with what is stored of its value. */
export interface MintedKey {
  readonly key: Key;
  /** Finds it by its value. */
  readonly code: string;
  /** Null: nobody can look its value up again. */
  readonly sealed: string | null;
}

/** Makes a key of its value, before it is stored. */
export function mintKey(vault: Vault, { projectId, kind, name, value, monitorId }: NewKey, now: number): MintedKey {
  return {
    key: {
      id: newId(),
      projectId,
      kind,
      name,
      hint: value.slice(0, Math.min(MAX_HINT_LENGTH, Math.floor(value.length / 4))),
      monitorId: monitorId ?? null,
      createdAt: now,
      lastUsedAt: null,
    },
    code: vault.code(value),
    sealed: SHOWN_AGAIN.includes(kind) ? vault.seal(value) : null,
  };
}

/** The line of the history that tells of a key that was made. */
export function keyCreated({ projectId, name, kind, createdAt }: Key, actor: Actor): NewHistory {
  return { projectId, at: createdAt, kind: "key-created", actor, text: `Key ${name} (${kind}) was made.` };
}

/** The line of the history that tells of a key that was revoked. */
export function keyRevoked(
  key: { readonly projectId: string; readonly name: string; readonly kind: string },
  at: number,
  actor: Actor,
): NewHistory {
  const text = `Key ${key.name} (${key.kind}) was revoked.`;
  return { projectId: key.projectId, at, kind: "key-revoked", actor, text };
}
