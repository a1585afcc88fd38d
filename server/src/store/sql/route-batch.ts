import { describeSchedule } from "../../judge/schedules/schedule.ts";
import type { NewNotification, Topic } from "../../model/index.ts";
import { routeTransitions } from "../../route/route-transitions.ts";
import type { Batch } from "./batch.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";

/** Routes what happened in the order in which it happened, with the topics as they are. */
export async function routeBatch(deps: SqlDeps, trx: Db, batch: Batch): Promise<readonly NewNotification[]> {
  if (batch.toRoute.length === 0) return [];
  const namesByProject = new Map<string, Set<string>>();
  for (const { monitor } of batch.toRoute) {
    const names = namesByProject.get(monitor.projectId) ?? new Set<string>();
    for (const name of monitor.config.topics) names.add(name);
    namesByProject.set(monitor.projectId, names);
  }
  const projects = await loadProjects(trx, [...namesByProject.keys()]);
  const topics = new Map<string, ReadonlyMap<string, Topic>>();
  for (const [id, names] of namesByProject) topics.set(id, await loadTopicsByName(trx, id, [...names]));
  return batch.toRoute.flatMap(({ before, monitor, transitions }) => {
    const project = projects.get(monitor.projectId);
    // It was deleted, and its monitors go bit by bit.
    if (!project) return [];
    const own = monitor.config.topics.flatMap((name) => topics.get(project.id)?.get(name) ?? []);
    const context = { now: batch.now, baseUrl: deps.baseUrl, gaps: batch.gaps, describeSchedule };
    const onlyEnds = monitor.door === "heartbeat" && project.heartbeatBoard.mode === "digest";
    return routeTransitions({ project, before, monitor, transitions, topics: own, onlyEnds, ...context });
  });
}
