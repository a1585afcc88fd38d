import type { App, Caller } from "./app.ts";
import { tellChange } from "./tell-change.ts";

/** Puts dead messages back to waiting, all of them or those of a topic or monitor; says which. */
export async function replayMessages(
  app: App,
  caller: Caller,
  select: { readonly topic?: string | undefined; readonly monitorId?: string | undefined; readonly limit: number },
): Promise<readonly string[]> {
  const replayed = await app.store.outbox.replay(caller.projectId, select, caller.actor);
  if (replayed.length === 0) return replayed;
  app.ringDelivery();
  tellChange(app, caller.projectId, "message", null);
  return replayed;
}
