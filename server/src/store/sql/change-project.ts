import { type Actor, boardTopic, type Project } from "../../model/index.ts";
import type { ChangeRequest } from "../ports.ts";
import { followProject, nextDigestAt, type ProjectPatch, patchedProject, topicsNamedIn } from "../project-patch.ts";
import { changeInside } from "./change.ts";
import { createConfigCache, type Db, type SqlDeps } from "./deps.ts";
import { loadMonitorsBySeq } from "./load-monitors.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";
import { lockProject } from "./locks.ts";
import { writeHistory } from "./write-history.ts";

interface ProjectChange {
  readonly projectId: string;
  readonly patch: ProjectPatch;
  readonly actor: Actor;
}

/** Changes a project's settings, and with them the pulses that follow them. */
export async function changeProject(deps: SqlDeps, change: ProjectChange) {
  const { projectId, patch, actor } = change;
  return await deps.db.transaction().execute(async (trx) => {
    await lockProject(trx, projectId);
    const project = (await loadProjects(trx, [projectId])).get(projectId);
    if (!project) return null;
    const wanted = topicsNamedIn(patch);
    const known = await loadTopicsByName(trx, projectId, wanted);
    if (wanted.some((name) => !known.has(name))) return "unknown-topics" as const;
    const next = patchedProject(project, patch);
    await trx
      .updateTable("projects")
      .set(columnsOf(deps, project, next))
      .where("id", "=", projectId)
      .execute();
    await movePulses(deps, trx, { project, next, actor });
    const text = "The project's settings were changed.";
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "project-changed", actor, text }]);
    return next;
  });
}

function columnsOf(deps: SqlDeps, project: Project, next: Project) {
  const { topic, mode, digestEveryMs } = next.heartbeatBoard;
  const digestAt = nextDigestAt(project, next, deps.now());
  return {
    name: next.name,
    timezone: next.timezone,
    default_topics: JSON.stringify(next.defaultTopics),
    board_topic: topic,
    board_mode: mode,
    board_digest_every_ms: digestEveryMs,
    ...(digestAt !== undefined && { board_digest_at: digestAt }),
  };
}

interface Move {
  readonly project: Project;
  readonly next: Project;
  readonly actor: Actor;
}

/** Pulses follow the project's zone and the board's topic, unless somebody gave them others of their own. */
async function movePulses(deps: SqlDeps, trx: Db, { project, next, actor }: Move): Promise<void> {
  const topic = { old: boardTopic(project), new: boardTopic(next) };
  if (topic.old === topic.new && project.timezone === next.timezone) return;
  const rows = await trx
    .selectFrom("monitors")
    .select("seq")
    .where("project_id", "=", project.id)
    .where("door", "=", "heartbeat")
    .execute();
  // Should the commit fail, no cache may remember what is read here.
  const own: SqlDeps = { ...deps, configs: createConfigCache(rows.length) };
  const pulses = await loadMonitorsBySeq(
    own,
    trx,
    rows.map(({ seq }) => seq),
  );
  const known = topic.new === null ? new Map() : await loadTopicsByName(trx, project.id, [topic.new]);
  const from = { topic: topic.old, timezone: project.timezone };
  const to = { topic: topic.new !== null && known.has(topic.new) ? topic.new : null, timezone: next.timezone };
  const requests = pulses.flatMap(({ id, config }): ChangeRequest[] => {
    const patch = followProject(config, from, to);
    if (patch === null) return [];
    return [{ address: { by: "id", monitorId: id }, signal: { type: "configure", actor, patch } }];
  });
  const failed = (await changeInside(own, trx, requests)).find(({ kind }) => kind !== "changed");
  if (failed) throw new Error(`a pulse could not follow its project: ${failed.kind}`);
}
