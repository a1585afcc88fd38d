import { AppError, type Membership } from "../../model/index.ts";
import type { App, Caller, SignedIn } from "../app.ts";
import { knownTimezone } from "../check-schedule-input.ts";
import { getProject } from "../get-project.ts";
import { newProject } from "./new-project.ts";

/** So many projects an account can be in, so that one account cannot fill the store. */
const MOST_PROJECTS = 100;

/** Makes a project that belongs to who is signed in. */
export async function createProject(
  app: App,
  { account, memberships, actor }: SignedIn,
  input: { readonly name: string; readonly timezone?: string | undefined },
): Promise<Membership> {
  if (memberships.length >= MOST_PROJECTS) {
    throw new AppError("too_many_projects", `You are in ${memberships.length} projects already. Leave or delete one.`);
  }
  const timezone = input.timezone === undefined ? "UTC" : knownTimezone(input.timezone, "timezone");
  const project = newProject(app, { name: input.name, timezone }, account.id);
  const { id, name } = await app.store.accounts.createProject(project, account.id, actor);
  return { projectId: id, projectName: name, timezone, role: "owner" };
}

/** Deletes the caller's project, for whoever can write its name. */
export async function deleteProject(app: App, caller: Caller, name: string): Promise<void> {
  const project = await getProject(app, caller);
  if (name !== project.name) {
    throw new AppError(
      "invalid_input",
      '"name" is not the name of the project. Write it as it is to delete it.',
      "name",
    );
  }
  await app.store.accounts.deleteProject(caller.projectId, caller.actor);
}
