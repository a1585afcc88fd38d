import { AppError, type HeartbeatBoard, type Project } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { unknownTopics } from "./change-monitor.ts";
import { knownTimezone } from "./check-schedule-input.ts";
import { tellChange } from "./tell-change.ts";

interface ProjectInput {
  readonly name?: string | undefined;
  readonly timezone?: string | undefined;
  readonly defaultTopics?: readonly string[] | undefined;
  readonly heartbeatBoard?: Partial<HeartbeatBoard> | undefined;
}

/** Changes a project's name, zone, default topics, or how its pulses are told. */
export async function changeProject(app: App, caller: Caller, input: ProjectInput): Promise<Project> {
  const timezone = input.timezone === undefined ? undefined : knownTimezone(input.timezone, "timezone");
  const defaultTopics = input.defaultTopics && [...new Set(input.defaultTopics)];
  const patch = { ...input, timezone, defaultTopics };
  const changed = await app.store.people.changeProject(caller.projectId, patch, caller.actor);
  if (changed === null) throw new AppError("not_found", "The project of this key is gone.");
  if (changed !== "unknown-topics") {
    tellChange(app, caller.projectId, "project", caller.projectId);
    return changed;
  }
  const missing = await missingOf(app, caller, defaultTopics);
  if (missing.length > 0) throw unknownTopics(missing, "defaultTopics");
  throw unknownTopics([input.heartbeatBoard?.topic ?? ""], "topic");
}

async function missingOf(app: App, caller: Caller, names: readonly string[] = []): Promise<readonly string[]> {
  const known = new Set((await app.store.topics.list(caller.projectId)).map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}
