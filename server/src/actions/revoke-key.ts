import { AppError } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { noSuchKey } from "./show-key.ts";
import { tellChange } from "./tell-change.ts";

/** Revokes a key at once. The last write key stays: without one nobody could change the project any more. */
export async function revokeKey(app: App, caller: Caller, keyId: string): Promise<void> {
  const writeKeys = (await app.store.people.keys(caller.projectId)).filter(({ kind }) => kind === "write");
  if (writeKeys.length === 1 && writeKeys[0]?.id === keyId) {
    throw new AppError("last_write_key", "This is the project's only write key. Create another one first.");
  }
  if (!(await app.store.people.revokeKey(caller.projectId, keyId, caller.actor))) throw noSuchKey();
  tellChange(app, caller.projectId, "key", keyId);
}
