import type { Message } from "../model/index.ts";
import type { MessageFilter, Page } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";

/** The messages of the caller's project, newest first. */
export function listMessages(
  app: App,
  caller: Caller,
  query: Omit<MessageFilter, "projectId">,
): Promise<Page<Message>> {
  return app.store.outbox.list({ ...query, projectId: caller.projectId });
}
