import type { BoardMode, Project } from "../../model/index.ts";
import type { Item } from "./item.ts";
import { projectKey } from "./keys.ts";
import type { Reader } from "./port.ts";

/** Loads a project; null when there is none, or when it was deleted. */
export async function loadProject(reader: Reader, projectId: string): Promise<Project | null> {
  const item = await loadProjectItem(reader, projectId);
  return item && projectFromItem(item);
}

/** Loads projects by id; one that was deleted is absent. */
export async function loadProjects(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Project>> {
  const items = await reader.getMany(ids.map(projectKey));
  return new Map(items.filter(isThere).map((item) => [String(item.id), projectFromItem(item)]));
}

/** Loads the item of a project that was not deleted. */
export async function loadProjectItem(reader: Reader, projectId: string): Promise<Item | null> {
  const item = await reader.get(projectKey(projectId));
  return item !== null && isThere(item) ? item : null;
}

function isThere(item: Item): boolean {
  return item.deletedAt === undefined;
}

/** The attributes of a project. */
export function projectAttributes(project: Project) {
  const { heartbeatBoard: board, ...rest } = project;
  return { ...rest, boardTopic: board.topic, boardMode: board.mode, boardDigestEveryMs: board.digestEveryMs };
}

/** Reads the attributes of a project. */
export function projectFromItem(item: Item): Project {
  return {
    id: item.id as string,
    name: item.name as string,
    timezone: item.timezone as string,
    defaultTopics: item.defaultTopics as readonly string[],
    heartbeatBoard: {
      topic: item.boardTopic as string | null,
      mode: item.boardMode as BoardMode,
      digestEveryMs: item.boardDigestEveryMs as number,
    },
    createdAt: item.createdAt as number,
  };
}
