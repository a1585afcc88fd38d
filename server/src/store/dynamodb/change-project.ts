import { type Actor, boardTopic, type Project } from "../../model/index.ts";
import { nextDigestAt, type ProjectPatch, patchedProject, topicsNamedIn } from "../project-patch.ts";
import type { DynamoDeps } from "./deps.ts";
import { digestPlace } from "./digests.ts";
import { loadProjectItem, projectAttributes, projectFromItem } from "./load-projects.ts";
import { loadTopicsByName } from "./load-topics.ts";
import { beginMove, finishMoves } from "./move-pulses.ts";
import { transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

interface ProjectChange {
  readonly projectId: string;
  readonly patch: ProjectPatch;
  readonly actor: Actor;
}

/**
 * Changes a project's settings. The pulses that follow them may be more than one transaction holds: it notes the move
 * that they have to make, and they make it right after.
 */
export async function changeProject(
  deps: DynamoDeps,
  { projectId, patch, actor }: ProjectChange,
): Promise<Project | "unknown-topics" | null> {
  // A pulse that is still on its way from the settings before would lose track of them.
  await finishMoves(deps, projectId);
  return await transact(deps, async (trx) => {
    const item = await loadProjectItem(trx, projectId);
    if (item === null) return null;
    const project = projectFromItem(item);
    const next = patchedProject(project, patch);
    const moved = boardTopic(next);
    const wanted = topicsNamedIn(patch);
    const known = await loadTopicsByName(trx, projectId, [...wanted, ...(moved === null ? [] : [moved])]);
    if (wanted.some((name) => !known.has(name))) return "unknown-topics" as const;
    const { g2pk, g2sk, digestAt, ...rest } = item;
    const newDigestAt = nextDigestAt(project, next, trx.now);
    const place = newDigestAt === undefined ? { g2pk, g2sk, digestAt } : digestPlace(newDigestAt);
    trx.put({ ...rest, ...projectAttributes(next), ...place });
    const text = "The project's settings were changed.";
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "project-changed", actor, text }]);
    const from = { topic: boardTopic(project), timezone: project.timezone };
    const to = { topic: moved !== null && known.has(moved) ? moved : null, timezone: next.timezone };
    if (from.topic !== to.topic || from.timezone !== to.timezone) {
      beginMove(deps, trx, { projectId, from, to, actor });
      trx.afterwards(() => finishMoves(deps, projectId));
    }
    return next;
  });
}
