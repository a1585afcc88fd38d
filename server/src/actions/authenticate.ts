import { allows, kindsAllowed, type Verb } from "../access/verbs.ts";
import { AppError, type Key, type KeyKind } from "../model/index.ts";
import type { App } from "./app.ts";

/** Longer than any key that can exist; what is longer is not looked up. */
const MAX_KEY_LENGTH = 200;

/** Finds the key that a request carries and says whether it may do this. */
export async function authenticate(app: App, value: string | null, verb: Verb): Promise<Key> {
  if (value === null || value === "") {
    throw new AppError(
      "missing_key",
      "The request carries no key. Send one in the header X-Api-Key or as Authorization: Bearer.",
    );
  }
  const key = value.length > MAX_KEY_LENGTH ? null : await app.store.people.findKey(value);
  if (key === null) throw new AppError("wrong_key", "There is no such key, or it was revoked.");
  if (!allows(key.kind, verb)) throw forbiddenToKey(key.kind, verb);
  return key;
}

function forbiddenToKey(kind: KeyKind, verb: Verb): AppError {
  const kinds = kindsAllowed(verb);
  const remedy = kinds.length === 0 ? "No key may: sign in instead." : `Use a ${kinds.join(" or ")} key.`;
  return new AppError("forbidden", `A ${kind} key may not do this. ${remedy}`);
}
