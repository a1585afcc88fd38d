import type { Project } from "../../model/index.ts";
import type { Item, Key } from "./item.ts";
import { projectKey, sortable } from "./keys.ts";
import { loadProjects, projectAttributes } from "./load-projects.ts";
import { type DynamoPort, queryAll } from "./port.ts";
import type { Transaction } from "./transact.ts";

/** The partition that names every project: a list that is never late, because others decide by it. */
export const PROJECTS = "PROJECTS";

/** The partition that names the projects that have ended. */
export const ENDED = "ENDED-PROJECTS";

const HOUR_MS = 3_600_000;

/** What a project begins with. */
export interface ProjectStart {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly defaultTopics: readonly string[];
}

/** Writes a new project. */
export function createProjectItems(trx: Transaction, start: ProjectStart): Project {
  const heartbeatBoard = { topic: null, mode: "each", digestEveryMs: HOUR_MS } as const;
  const project: Project = { ...start, heartbeatBoard, createdAt: trx.now };
  trx.create({ ...projectKey(project.id), ...projectAttributes(project), badgeRound: 1 });
  trx.create({ ...listedKey(project), id: project.id });
  return project;
}

/** Where the list of projects names one: they stand in the order in which they were made. */
export function listedKey({ id, createdAt }: Pick<Project, "id" | "createdAt">): Key {
  return { pk: PROJECTS, sk: `${sortable(createdAt)}#${id}` };
}

/** Where a project is named that has ended, until the pruning has taken all of it away. */
export function endedKey(projectId: string): Key {
  return { pk: ENDED, sk: projectId };
}

/** The ids of all projects that were not deleted, the oldest first. */
export function listedIds(items: readonly Item[]): readonly string[] {
  return items.map(({ id }) => id as string);
}

/** All projects that were not deleted, the oldest first. */
export async function listProjects(port: DynamoPort): Promise<readonly Project[]> {
  const ids = listedIds(await queryAll(port, { pk: PROJECTS }));
  const loaded = await loadProjects(port, ids);
  return ids.flatMap((id) => loaded.get(id) ?? []);
}
