import type { ReplaySelect } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { tellChange } from "./tell-change.ts";

/** Puts dead messages back to waiting, all of them or those that are meant; says which. */
export async function replayMessages(app: App, caller: Caller, select: ReplaySelect): Promise<readonly string[]> {
  const replayed = await app.store.outbox.replay(caller.projectId, select, caller.actor);
  if (replayed.length === 0) return replayed;
  app.ringDelivery();
  tellChange(app, caller.projectId, "message", null);
  return replayed;
}
