import { kindsToMake, mayMakeKey } from "../access/hand-out.ts";
import { newSecret } from "../lib/ids.ts";
import { AppError, type Key, type KeyKind } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { tellChange } from "./tell-change.ts";

/** What a generated key begins with, so that people and secret scanners can tell what they found. */
const PREFIX: Readonly<Record<KeyKind, string>> = {
  write: "wbw_",
  read: "wbr_",
  ping: "wbp_",
  publish: "wbn_",
  "check-in": "wbc_",
};

/** Makes a key, with a value brought along or a new one. The value is in this answer and in no other of a write key's. */
export async function createKey(
  app: App,
  caller: Caller,
  input: { readonly kind: KeyKind; readonly name: string; readonly value?: string | undefined },
): Promise<{ readonly key: Key; readonly value: string }> {
  const { kind, name } = input;
  if (!mayMakeKey(caller.standing, kind)) throw tooMuch(caller, kind);
  const value = input.value ?? newSecret(PREFIX[kind]);
  refuseUnfitForUrl(kind, value);
  const key = await app.store.people.createKey({ projectId: caller.projectId, kind, name, value }, caller.actor);
  if (key === "taken") {
    throw new AppError(
      "key_taken",
      "A key with this value exists already. Choose another value or leave it out.",
      "value",
    );
  }
  tellChange(app, caller.projectId, "key", key.id);
  return { key, value };
}

function tooMuch({ standing }: Caller, kind: KeyKind): AppError {
  const kinds = kindsToMake(standing).join(", ");
  const text = `A ${kind} key may do more than you may. You can make keys of the kinds ${kinds}; ask a manager for another.`;
  return new AppError("forbidden", text, "kind");
}

/** A ping key is a part of URLs, so it can only hold what stays itself there. */
function refuseUnfitForUrl(kind: KeyKind, value: string): void {
  if (kind !== "ping" || /^[A-Za-z0-9_-]+$/.test(value)) return;
  const text = '"value" may hold only letters, digits, hyphens and underscores, because a ping key is a part of URLs.';
  throw new AppError("invalid_input", text, "value");
}
