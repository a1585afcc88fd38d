import { newId } from "../../lib/ids.ts";
import type { NewProject } from "../../store/ports.ts";
import type { App } from "../app.ts";
import { firstTopic, personalTopic } from "./personal-topic.ts";

/** A project as it begins: a topic that monitors tell of which nothing else is said, and the owner's own. */
export function newProject(
  app: Pick<App, "providers">,
  { name, timezone }: Pick<NewProject, "name" | "timezone">,
  accountId: string,
): NewProject {
  const projectId = newId();
  const topics = [firstTopic(app, projectId, accountId), personalTopic(app, projectId, accountId)];
  return { projectId, name, timezone, topics };
}
