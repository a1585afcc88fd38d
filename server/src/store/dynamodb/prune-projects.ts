import type { ChangeRequest } from "../ports.ts";
import { clearTopics, forgetMembers } from "./accounts/projects.ts";
import { forgetKeys } from "./api-keys.ts";
import { change } from "./change.ts";
import { deleteItems } from "./delete-items.ts";
import type { DynamoDeps } from "./deps.ts";
import { projectKey } from "./keys.ts";
import { listMonitors } from "./load-monitors.ts";
import { messageKey, projectMessages } from "./message-item.ts";
import { queryAll } from "./port.ts";
import { ENDED } from "./write-project.ts";

/** With a monitor go up to a thousand pings, so fewer of them are a step of the same length. */
const ITEMS_OF_A_MONITOR = 100;

/**
 * Takes away a part of what is left of a project that has ended, and the project itself when nothing is; says how many
 * items it counted. Bodies of alarms and notifications go with their own retention.
 */
export async function pruneProjects(deps: DynamoDeps, limit: number): Promise<number> {
  const { items } = await deps.port.query({ pk: ENDED, limit: 1 });
  const [ended] = items;
  if (!ended) return 0;
  const projectId = ended.sk;
  // Who ended it may not have come to this.
  await clearTopics(deps, projectId);
  const monitors = await pruneMonitors(deps, projectId, Math.max(1, Math.floor(limit / ITEMS_OF_A_MONITOR)));
  const rows = (await pruneMessages(deps, projectId, limit)) + (await pruneHistory(deps, projectId, limit));
  if (monitors + rows > 0) return monitors + rows;
  const own = await pruneOwn(deps, projectId, limit);
  if (own > 0) return own;
  await forgetMembers(deps, projectId, ended.members as readonly string[]);
  await deleteItems(deps.port, [projectKey(projectId), ended]);
  return 0;
}

async function pruneMonitors(deps: DynamoDeps, projectId: string, limit: number): Promise<number> {
  const some = (await listMonitors(deps.port, projectId)).slice(0, limit);
  const requests = some.map(({ id }): ChangeRequest => {
    return { address: { by: "id", monitorId: id }, signal: { type: "delete", actor: "time" } };
  });
  await change(deps, requests);
  return requests.length;
}

async function pruneMessages({ port }: DynamoDeps, projectId: string, limit: number): Promise<number> {
  const { items } = await port.query({ index: "index-1", pk: projectMessages(projectId), limit });
  for (const { id } of items) await deleteItems(port, await queryAll(port, { pk: messageKey(String(id)).pk }));
  return items.length;
}

async function pruneHistory({ port }: DynamoDeps, projectId: string, limit: number): Promise<number> {
  const { items } = await port.query({ pk: `PROJECT#${projectId}#HISTORY`, limit });
  await deleteItems(port, items);
  return items.length;
}

/** What stands with the project itself: its keys, with what finds them, and its invites. */
async function pruneOwn({ port }: DynamoDeps, projectId: string, limit: number): Promise<number> {
  const { pk, sk } = projectKey(projectId);
  const { items } = await port.query({ pk, limit: limit + 1 });
  const own = items.filter((item) => item.sk !== sk);
  await forgetKeys(port, own);
  await deleteItems(port, own);
  return own.length;
}
