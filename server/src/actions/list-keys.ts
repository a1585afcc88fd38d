import type { Key } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** The keys of the caller's project, without their values. */
export function listKeys(app: App, caller: Caller): Promise<readonly Key[]> {
  return app.store.people.keys(caller.projectId);
}
