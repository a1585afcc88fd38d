import { AppError } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** Gives all badges of the caller's project new addresses. */
export async function rotateBadges(app: App, caller: Caller): Promise<void> {
  const rotated = await app.store.pages.rotateBadges(caller.projectId, caller.actor);
  if (!rotated) throw new AppError("not_found", "The project of this key is gone.");
}
