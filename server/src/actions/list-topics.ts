import type { Topic } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** The topics of the caller's project, by name. */
export function listTopics(app: App, caller: Caller): Promise<readonly Topic[]> {
  return app.store.topics.list(caller.projectId);
}
