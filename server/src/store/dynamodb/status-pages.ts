import type { Actor, StatusPage } from "../../model/index.ts";
import type { PutStatusPageOutcome } from "../ports.ts";
import { monitorIdsOf, type StatusPageContent, statusPageChanged, withKnownMonitors } from "../status-page-content.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key } from "./item.ts";
import { uniqueKey } from "./keys.ts";
import { loadMonitorsById } from "./load-monitors.ts";
import { loadProject } from "./load-projects.ts";
import type { Reader } from "./port.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

const pageKey = (projectId: string): Key => ({ pk: `PROJECT#${projectId}`, sk: "STATUS-PAGE" });
const slugKey = (slug: string): Key => uniqueKey("status-page", slug);

/** Loads a project's status page; monitors that were deleted since are left out of it. */
export async function loadStatusPage(deps: DynamoDeps, projectId: string): Promise<StatusPage | null> {
  const { port } = deps;
  const [item, project] = await Promise.all([port.get(pageKey(projectId)), loadProject(port, projectId)]);
  if (item === null || project === null) return null;
  const page = pageFromItem(item);
  return withKnownMonitors(page, await knownMonitors(deps, port, page));
}

/** Loads the status page of this slug. */
export async function loadStatusPageBySlug(deps: DynamoDeps, slug: string): Promise<StatusPage | null> {
  const owner = await deps.port.get(slugKey(slug));
  const page = owner && (await loadStatusPage(deps, String(owner.id)));
  return page?.slug === slug ? page : null;
}

/** Sets a status page up, or replaces it; the history tells it in the same transaction. */
export async function putStatusPage(
  deps: DynamoDeps,
  page: Omit<StatusPage, "changedAt">,
  actor: Actor,
): Promise<PutStatusPageOutcome> {
  return await transact(deps, async (trx) => {
    const { projectId, slug, enabled, ...content } = page;
    const owner = await trx.get(slugKey(slug));
    if (owner !== null && owner.id !== projectId) return { kind: "slug-taken" };
    const known = await knownMonitors(deps, trx, page);
    const unknown = monitorIdsOf(page).filter((id) => !known.has(id));
    if (unknown.length > 0) return { kind: "unknown-monitors", monitorIds: unknown };
    const old = await trx.get(pageKey(projectId));
    if (old !== null && old.slug !== slug) await forgetSlug(trx, String(old.slug));
    if (owner === null) trx.put({ ...slugKey(slug), id: projectId });
    const at = trx.now;
    trx.put({ ...pageKey(projectId), projectId, slug, enabled, content: JSON.stringify(content), changedAt: at });
    const text = statusPageChanged(old?.enabled === true, page);
    writeHistory(deps, trx, [{ projectId, at, kind: "status-page-changed", actor, text }]);
    return { kind: "put", page: { ...page, changedAt: at } };
  });
}

/** Takes the status page of a project away, inside a transaction, and gives its slug free. */
export async function forgetStatusPage(trx: Transaction, projectId: string): Promise<void> {
  const item = await trx.get(pageKey(projectId));
  if (item === null) return;
  trx.delete(item);
  await forgetSlug(trx, String(item.slug));
}

async function forgetSlug(trx: Transaction, slug: string): Promise<void> {
  if ((await trx.get(slugKey(slug))) !== null) trx.delete(slugKey(slug));
}

function pageFromItem(item: Item): StatusPage {
  const content: StatusPageContent = JSON.parse(String(item.content));
  return {
    projectId: item.projectId as string,
    slug: item.slug as string,
    enabled: item.enabled === true,
    ...content,
    changedAt: item.changedAt as number,
  };
}

async function knownMonitors(
  deps: DynamoDeps,
  reader: Reader,
  page: Omit<StatusPage, "changedAt">,
): Promise<ReadonlySet<string>> {
  const loaded = await loadMonitorsById(deps, reader, monitorIdsOf(page));
  return new Set([...loaded.values()].filter(({ projectId }) => projectId === page.projectId).map(({ id }) => id));
}
