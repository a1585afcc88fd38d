import { AppError, type Key } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** One key; with its value when it is of a kind that people must look up again (ping, check-in). */
export async function showKey(
  app: App,
  caller: Caller,
  keyId: string,
): Promise<{ readonly key: Key; readonly value: string | null }> {
  const key = (await app.store.people.keys(caller.projectId)).find(({ id }) => id === keyId);
  if (key === undefined) throw noSuchKey();
  return { key, value: await app.store.people.showKey(caller.projectId, keyId) };
}

/** The refusal for a key id that the caller's project does not have. */
export function noSuchKey(): AppError {
  return new AppError("not_found", "There is no such key in your project.");
}
