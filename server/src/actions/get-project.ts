import { AppError, type Project } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** The caller's project. */
export async function getProject(app: App, caller: Pick<Caller, "projectId">): Promise<Project> {
  const project = await app.store.people.project(caller.projectId);
  if (project === null) throw new AppError("not_found", "The project of this key is gone.");
  return project;
}
