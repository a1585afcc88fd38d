import { type Actor, AppError, type CommandSignal, type ErrorCode } from "../model/index.ts";
import type { ChangeOutcome, ChangeRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { errorOf } from "./change-monitor.ts";
import { countOutcomes } from "./record-signals.ts";

/** What is done to many monitors. */
export type BatchAction =
  | { readonly action: "pause" | "resume" | "delete" }
  | { readonly action: "add-tags" | "remove-tags"; readonly tags: readonly string[] };

/** What became of one of them; `refusal` null: it was done. */
export interface BatchResult {
  readonly monitorId: string;
  readonly refusal: { readonly code: ErrorCode; readonly message: string } | null;
}

/** Does the same to many monitors in one write. What one of them refuses keeps the others from nothing. */
export async function changeMonitors(
  app: App,
  caller: Caller,
  batch: { readonly monitorIds: readonly string[]; readonly act: BatchAction },
): Promise<readonly BatchResult[]> {
  const ids = [...new Set(batch.monitorIds)];
  const signal = signalOf(batch.act, caller.actor);
  const requests = ids.map((monitorId): ChangeRequest => {
    return { address: { by: "id", monitorId, projectId: caller.projectId }, signal };
  });
  const outcomes = await app.store.watch.change(requests);
  countOutcomes(app, requests, outcomes);
  return ids.map((monitorId, index) => ({ monitorId, refusal: refusalOf(app, monitorId, outcomes[index]) }));
}

function signalOf(act: BatchAction, actor: Actor): CommandSignal {
  switch (act.action) {
    case "pause":
    case "resume":
    case "delete":
      return { type: act.action, actor };
    case "add-tags":
      return { type: "configure", actor, patch: {}, retag: { add: act.tags, remove: [] } };
    case "remove-tags":
      return { type: "configure", actor, patch: {}, retag: { add: [], remove: act.tags } };
  }
}

function refusalOf(app: App, monitorId: string, outcome: ChangeOutcome | undefined): BatchResult["refusal"] {
  if (outcome === undefined) throw new Error("a change must answer each of its requests");
  if (outcome.kind === "changed") return null;
  const error = errorOf(outcome);
  if (error instanceof AppError) return { code: error.code, message: error.message };
  app.log.error({ monitorId, err: error }, "one monitor of a batch could not be changed");
  return { code: "internal", message: "Something failed on our side. The log of the server says more." };
}
