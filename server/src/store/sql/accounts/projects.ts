import { type Actor, type Project, topicName } from "../../../model/index.ts";
import type { NewProject } from "../../ports.ts";
import { cancelWaiting } from "../cancel-waiting.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { locking } from "../dialect.ts";
import { loadProjects } from "../load-topics.ts";
import { putTopic } from "../put-topic.ts";
import { writeHistory } from "../write-history.ts";
import { addMember } from "./members.ts";

interface Owned {
  readonly project: NewProject;
  readonly ownerId: string;
}

/** Makes a project with its topics and its owner, inside a transaction. */
export async function createProject(deps: SqlDeps, trx: Db, { project, ownerId }: Owned, actor: Actor) {
  const { projectId, name, timezone, topics } = project;
  const [first] = topics;
  const row = {
    id: projectId,
    name,
    timezone,
    default_topics: JSON.stringify(first ? [topicName(first.channel, first.topic)] : []),
    created_at: deps.now(),
  };
  await trx.insertInto("projects").values(row).execute();
  await writeHistory(trx, [
    { projectId, at: row.created_at, kind: "project-created", actor, text: `Project ${name} was made.` },
  ]);
  await addMember(deps, trx, { projectId, accountId: ownerId, role: "owner" }, actor);
  for (const topic of topics) await putTopic(deps, trx, topic, actor);
  const made: Project | undefined = (await loadProjects(trx, [projectId])).get(projectId);
  if (!made) throw new Error("a project vanished while it was written");
  return made;
}

/**
 * Deletes a project in one step, as far as anybody can see: nothing lets in to it, nothing is told, nothing is due in it
 * any more. What is left of it may be a million rows; the pruning takes them away bit by bit.
 */
export async function deleteProject(deps: SqlDeps, trx: Db, projectId: string, actor: Actor): Promise<boolean> {
  const now = deps.now();
  const row = await trx
    .updateTable("projects")
    .set({ deleted_at: now, board_digest_at: null })
    .where("id", "=", projectId)
    .where("deleted_at", "is", null)
    .returning("name")
    .executeTakeFirst();
  if (!row) return false;
  const text = `Project ${row.name} was deleted.`;
  const members = await trx.selectFrom("members").select("account_id").where("project_id", "=", projectId).execute();
  const told = members.map(({ account_id: accountId }) => ({ projectId: null, accountId }));
  await writeHistory(
    trx,
    [{ projectId }, ...told].map((whose) => ({ ...whose, at: now, kind: "project-deleted" as const, actor, text })),
  );
  await trx.deleteFrom("members").where("project_id", "=", projectId).execute();
  await trx.deleteFrom("invites").where("project_id", "=", projectId).execute();
  await trx.deleteFrom("status_pages").where("project_id", "=", projectId).execute();
  await trx.deleteFrom("keys").where("project_id", "=", projectId).execute();
  await trx.deleteFrom("alarm_tokens").where("project_id", "=", projectId).execute();
  await trx.deleteFrom("status_pages").where("project_id", "=", projectId).execute();
  const integrations = await trx
    .selectFrom("integrations as i")
    .innerJoin("topics as t", "t.id", "i.topic_id")
    .select("i.id")
    .where("t.project_id", "=", projectId)
    .modifyEnd(locking("update of i", "i.id"))
    .execute();
  await cancelWaiting(
    deps,
    trx,
    integrations.map(({ id }) => id),
  );
  await trx.deleteFrom("topics").where("project_id", "=", projectId).execute();
  const own = trx.selectFrom("monitors").select("seq").where("project_id", "=", projectId);
  await trx
    .updateTable("monitor_states")
    .set({ sweep_at: null, probe_at: null, probe_lease: null })
    .where("monitor_seq", "in", own)
    .execute();
  return true;
}
