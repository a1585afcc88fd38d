import { type Actor, type Project, topicName } from "../../../model/index.ts";
import type { NewProject } from "../../ports.ts";
import { cancelOrphans } from "../cancel-waiting.ts";
import { deleteTopicItems } from "../delete-topic.ts";
import type { DynamoDeps } from "../deps.ts";
import { projectKey } from "../keys.ts";
import { loadProjectItem, projectFromItem } from "../load-projects.ts";
import { listTopics } from "../load-topics.ts";
import { putTopicIn } from "../put-topic.ts";
import { forgetStatusPage } from "../status-pages.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { createProjectItems, endedKey, listedKey } from "../write-project.ts";
import { addMember, loadMembers, membersKey, type StoredMember, unsetProjects } from "./members.ts";

/** How many members are told of the end of their project in the transaction that ends it; the others right after it. */
const MOST_TOLD_AT_ONCE = 30;

interface Owned {
  readonly project: NewProject;
  readonly ownerId: string;
}

/** Makes a project with its topics and its owner, inside a transaction. */
export async function createProject(
  deps: DynamoDeps,
  trx: Transaction,
  { project, ownerId }: Owned,
  actor: Actor,
): Promise<Project> {
  const { projectId: id, name, timezone, topics } = project;
  const [first] = topics;
  if ((await trx.get(projectKey(id))) !== null) throw new Error(`project ${id} is there already`);
  const defaultTopics = first ? [topicName(first.channel, first.topic)] : [];
  const made = createProjectItems(trx, { id, name, timezone, defaultTopics });
  const text = `Project ${name} was made.`;
  writeHistory(deps, trx, [{ projectId: id, at: trx.now, kind: "project-created", actor, text }]);
  await addMember(deps, trx, { projectId: id, accountId: ownerId, role: "owner" }, actor);
  for (const topic of topics) await putTopicIn(deps, trx, topic, actor);
  return made;
}

/** Deletes a project as `endProject` does, and clears what would still be sent of it. False: there is none. */
export async function deleteProject(deps: DynamoDeps, projectId: string, actor: Actor): Promise<boolean> {
  const ended = await transact(deps, (trx) => endProject(deps, trx, projectId, actor));
  if (ended === null) return false;
  await clearProject(deps, ended, actor);
  return true;
}

/** A project that has ended, and what could not be done in the transaction that ended it. */
export interface EndedProject {
  readonly projectId: string;
  readonly name: string;
  readonly members: readonly StoredMember[];
}

/**
 * Ends a project in one step, as far as anybody can see: one mark, by which nothing lets in to it any more. What is left
 * of it may be a million items; the pruning takes them away bit by bit.
 */
export async function endProject(
  deps: DynamoDeps,
  trx: Transaction,
  projectId: string,
  actor: Actor,
): Promise<EndedProject | null> {
  const item = await loadProjectItem(trx, projectId);
  if (item === null) return null;
  const { name, createdAt } = projectFromItem(item);
  const members = await loadMembers(trx, projectId);
  const ids = members.map(({ accountId }) => accountId);
  const { g2pk: _, g2sk: __, ...rest } = item;
  trx.put({ ...rest, deletedAt: trx.now });
  trx.create({ ...endedKey(projectId), members: ids });
  const listed = listedKey({ id: projectId, createdAt });
  await trx.getMany([listed, membersKey(projectId)]);
  trx.delete(listed);
  trx.delete(membersKey(projectId));
  await forgetStatusPage(trx, projectId);
  writeHistory(deps, trx, [{ projectId, ...ending(name, trx.now, actor) }]);
  tellMembers(deps, trx, { projectId, name, members: members.slice(0, MOST_TOLD_AT_ONCE) }, actor);
  return { projectId, name, members };
}

function ending(name: string, at: number, actor: Actor) {
  return { at, kind: "project-deleted" as const, actor, text: `Project ${name} was deleted.` };
}

function tellMembers(deps: DynamoDeps, trx: Transaction, { name, members }: EndedProject, actor: Actor): void {
  const told = members.map(({ accountId }) => ({ projectId: null, accountId, ...ending(name, trx.now, actor) }));
  writeHistory(deps, trx, told);
}

/** Does what follows the end of a project: its topics go with what waits, and its members forget it. */
export async function clearProject(deps: DynamoDeps, ended: EndedProject, actor: Actor): Promise<void> {
  const { projectId, name, members } = ended;
  await clearTopics(deps, projectId);
  for (let from = MOST_TOLD_AT_ONCE; from < members.length; from += MOST_TOLD_AT_ONCE) {
    const some = members.slice(from, from + MOST_TOLD_AT_ONCE);
    await transact(deps, async (trx) => tellMembers(deps, trx, { projectId, name, members: some }, actor));
  }
  await forgetMembers(
    deps,
    projectId,
    members.map(({ accountId }) => accountId),
  );
}

/** Deletes the topics of a project that has ended, and cancels what waits for them. May be done twice. */
export async function clearTopics(deps: DynamoDeps, projectId: string): Promise<void> {
  for (const topic of await listTopics(deps.port, projectId)) {
    await transact(deps, async (trx) => await deleteTopicItems(trx, topic));
    await cancelOrphans(
      deps,
      topic.integrations.map(({ id }) => id),
    );
  }
}

/** Takes a project that has ended off the accounts that were in it. May be done twice. */
export async function forgetMembers(deps: DynamoDeps, projectId: string, accountIds: readonly string[]): Promise<void> {
  for (const accountId of accountIds) await transact(deps, (trx) => unsetProjects(trx, accountId, [projectId]));
}
