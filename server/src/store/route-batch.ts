import { describeSchedule } from "../judge/schedules/schedule.ts";
import type { NewNotification, Project, Topic } from "../model/index.ts";
import { routeTransitions } from "../route/route-transitions.ts";
import type { Batch } from "./batch.ts";

/** How an engine loads what routing needs. */
interface RouteSources {
  /** For the links in notifications; without a slash at the end. */
  readonly baseUrl: string;
  /** Those that exist. */
  readonly projects: (ids: readonly string[]) => Promise<ReadonlyMap<string, Project>>;
  /** Those that exist, by full name. */
  readonly topics: (projectId: string, names: readonly string[]) => Promise<ReadonlyMap<string, Topic>>;
}

/** Routes what happened in the order in which it happened, with the topics as they are. */
export async function routeBatch(
  batch: Pick<Batch, "now" | "gaps" | "toRoute">,
  sources: RouteSources,
): Promise<readonly NewNotification[]> {
  if (batch.toRoute.length === 0) return [];
  const namesByProject = new Map<string, Set<string>>();
  for (const { monitor } of batch.toRoute) {
    const names = namesByProject.get(monitor.projectId) ?? new Set<string>();
    for (const name of monitor.config.topics) names.add(name);
    namesByProject.set(monitor.projectId, names);
  }
  const projects = await sources.projects([...namesByProject.keys()]);
  const topics = new Map<string, ReadonlyMap<string, Topic>>();
  for (const [id, names] of namesByProject) topics.set(id, await sources.topics(id, [...names]));
  return batch.toRoute.flatMap(({ before, monitor, transitions }) => {
    const project = projects.get(monitor.projectId);
    // It was deleted, and its monitors go bit by bit.
    if (!project) return [];
    const own = monitor.config.topics.flatMap((name) => topics.get(project.id)?.get(name) ?? []);
    const context = { now: batch.now, baseUrl: sources.baseUrl, gaps: batch.gaps, describeSchedule };
    const onlyEnds = monitor.door === "heartbeat" && project.heartbeatBoard.mode === "digest";
    return routeTransitions({ project, before, monitor, transitions, topics: own, onlyEnds, ...context });
  });
}
