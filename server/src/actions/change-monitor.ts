import type { Refusal } from "../judge/verdict.ts";
import { AppError, MAX_TAGS, type Monitor } from "../model/index.ts";
import type { ChangeOutcome, ChangeRequest } from "../store/ports.ts";
import type { App } from "./app.ts";

type Changed = Extract<ChangeOutcome, { readonly kind: "changed" }>;

/** Hands one signal of an operator to the store and turns every outcome but a change into a refusal. */
export async function changeMonitor(app: App, request: ChangeRequest): Promise<Changed> {
  const outcome = await app.recorder.record(request);
  if (outcome.kind !== "changed") throw errorOf(outcome);
  return outcome;
}

/** Why there was no change: a refusal that says what to do, or a bug. */
export function errorOf(outcome: Exclude<ChangeOutcome, Changed>): Error {
  switch (outcome.kind) {
    case "missing":
      return noSuchMonitor();
    case "too-many":
      return new AppError("too_many_monitors", "The project has as many monitors that make themselves as it may have.");
    case "slug-taken":
      return new AppError("slug_taken", `Another monitor has the slug "${outcome.slug}". Choose another one.`, "slug");
    case "unknown-topics":
      return unknownTopics(outcome.topics, "topics");
    case "refused":
      return refused(outcome.code);
    case "failed":
      return new Error("judging a monitor failed", { cause: outcome.error });
  }
}

/** The monitor that a change left behind; only a deletion leaves none. */
export function monitorOf(changed: Changed): Monitor {
  if (changed.monitor === null) throw new Error("a change of a configuration left no monitor behind");
  return changed.monitor;
}

/** The refusal for an id or slug that the caller's project does not have. */
export function noSuchMonitor(): AppError {
  return new AppError("not_found", "There is no such monitor in your project.");
}

/** The refusal for topics that the caller's project does not have. */
export function unknownTopics(names: readonly string[], field: string): AppError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new AppError("unknown_topic", `There is no topic ${list}. Create it first, or leave it out.`, field);
}

function refused(code: Refusal): AppError {
  switch (code) {
    case "not_paused":
      return new AppError(code, "The monitor is not paused, so there is nothing to resume.");
    case "not_down":
      return new AppError(code, "The monitor is not down, so there is nothing to acknowledge.");
    case "not_a_probe":
      return new AppError(code, "Only a probe can look now. A heartbeat waits for its job, an alarm for its source.");
    case "paused":
      return new AppError(code, "The monitor is paused. Resume it: a probe that is resumed looks at once.");
    case "not_an_alarm":
      return new AppError(code, "Only an alarm can be resolved by hand. A heartbeat comes up with its next ping.");
    case "not_firing":
      return new AppError(code, "The alarm is not firing, so there is nothing to resolve.");
    case "too_many_tags":
      return new AppError(code, `The monitor would have more than ${MAX_TAGS} tags. Remove others first.`);
  }
}
