import { AppError, type Attempt, type Message } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** One message with every attempt to deliver it. */
export async function getMessage(
  app: App,
  caller: Caller,
  messageId: string,
): Promise<{ readonly message: Message; readonly attempts: readonly Attempt[] }> {
  const found = await app.store.outbox.get(caller.projectId, messageId);
  if (found === null) throw new AppError("not_found", "There is no such message in your project.");
  return found;
}
