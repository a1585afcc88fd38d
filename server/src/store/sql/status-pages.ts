import type { Selectable } from "kysely";
import type { Actor, StatusPage, StatusPageGroup } from "../../model/index.ts";
import type { PutStatusPageOutcome } from "../ports.ts";
import type { Database } from "./database.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { writeHistory } from "./write-history.ts";

type Row = Selectable<Database["status_pages"]>;

/** Loads a status page; monitors that were deleted since are left out of it. */
export async function loadStatusPage(db: Db, by: "project_id" | "slug", value: string): Promise<StatusPage | null> {
  const row = await db.selectFrom("status_pages").selectAll().where(by, "=", value).executeTakeFirst();
  if (!row) return null;
  const page = pageFromRow(row);
  const known = await knownMonitors(db, page);
  const groups = page.groups.map((group) => ({
    ...group,
    monitors: group.monitors.filter(({ monitorId }) => known.has(monitorId)),
  }));
  return { ...page, groups };
}

/** Sets a status page up, or replaces it; the history tells it in the same transaction. */
export async function putStatusPage(
  deps: SqlDeps,
  page: Omit<StatusPage, "changedAt">,
  actor: Actor,
): Promise<PutStatusPageOutcome> {
  return await deps.db.transaction().execute(async (trx) => {
    const { projectId, slug, enabled, ...content } = page;
    const owner = await trx.selectFrom("status_pages").select("project_id").where("slug", "=", slug).executeTakeFirst();
    if (owner && owner.project_id !== projectId) return { kind: "slug-taken" };
    const known = await knownMonitors(trx, page);
    const unknown = monitorIdsOf(page).filter((id) => !known.has(id));
    if (unknown.length > 0) return { kind: "unknown-monitors", monitorIds: unknown };
    const old = await trx
      .selectFrom("status_pages")
      .select("enabled")
      .where("project_id", "=", projectId)
      .executeTakeFirst();
    const at = deps.now();
    const row = { slug, enabled: enabled ? 1 : 0, content: JSON.stringify(content), changed_at: at };
    await trx
      .insertInto("status_pages")
      .values({ project_id: projectId, ...row })
      .onConflict((conflict) => conflict.column("project_id").doUpdateSet(row))
      .execute();
    const text = changeText(old?.enabled === 1, page);
    await writeHistory(trx, [{ projectId, at, kind: "status-page-changed", actor, text }]);
    return { kind: "put", page: { ...page, changedAt: at } };
  });
}

function changeText(wasEnabled: boolean, { enabled, slug }: Pick<StatusPage, "enabled" | "slug">): string {
  if (enabled && !wasEnabled) return `The status page was switched on at /status/${slug}.`;
  if (wasEnabled && !enabled) return "The status page was switched off.";
  return "The status page was changed.";
}

function pageFromRow(row: Row): StatusPage {
  const content: Omit<StatusPage, "projectId" | "slug" | "enabled" | "changedAt"> = JSON.parse(row.content);
  return {
    projectId: row.project_id,
    slug: row.slug,
    enabled: row.enabled === 1,
    ...content,
    changedAt: row.changed_at,
  };
}

type Shown = { readonly projectId: string; readonly groups: readonly StatusPageGroup[] };

function monitorIdsOf({ groups }: Shown): readonly string[] {
  return groups.flatMap(({ monitors }) => monitors.map(({ monitorId }) => monitorId));
}

async function knownMonitors(db: Db, page: Shown): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("monitors")
    .select("id")
    .where("id", "in", jsonList(monitorIdsOf(page)))
    .where("project_id", "=", page.projectId)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
