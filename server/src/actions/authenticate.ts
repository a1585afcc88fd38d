import { allows, kindsAllowed, type Verb } from "../access/verbs.ts";
import { AppError, type Key } from "../model/index.ts";
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
  if (!allows(key.kind, verb)) {
    const kinds = kindsAllowed(verb).join(" or ");
    throw new AppError("forbidden", `A ${key.kind} key may not do this. Use a ${kinds} key.`);
  }
  return key;
}
