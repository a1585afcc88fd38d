import { AppError, type Message } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { getMessage } from "./get-message.ts";
import { tellChange } from "./tell-change.ts";

/** Puts one dead message back to waiting, with a fresh retry plan. */
export async function replayMessage(app: App, caller: Caller, messageId: string): Promise<Message> {
  const before = await getMessage(app, caller, messageId);
  const replayed = await app.store.outbox.replay(caller.projectId, { ids: [messageId] }, caller.actor);
  if (replayed.length === 0) {
    const text = `The message is ${before.message.status}, and only a dead message can be replayed.`;
    throw new AppError("not_replayable", text);
  }
  app.ringDelivery();
  tellChange(app, caller.projectId, "message", messageId);
  return (await getMessage(app, caller, messageId)).message;
}
