import type { Selectable } from "kysely";
import type { Actor, StatusPage } from "../../model/index.ts";
import type { PutStatusPageOutcome } from "../ports.ts";
import { monitorIdsOf, type StatusPageContent, statusPageChanged, withKnownMonitors } from "../status-page-content.ts";
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
  return withKnownMonitors(page, await knownMonitors(db, page));
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
    const text = statusPageChanged(old?.enabled === 1, page);
    await writeHistory(trx, [{ projectId, at, kind: "status-page-changed", actor, text }]);
    return { kind: "put", page: { ...page, changedAt: at } };
  });
}

function pageFromRow(row: Row): StatusPage {
  const content: StatusPageContent = JSON.parse(row.content);
  return {
    projectId: row.project_id,
    slug: row.slug,
    enabled: row.enabled === 1,
    ...content,
    changedAt: row.changed_at,
  };
}

async function knownMonitors(db: Db, page: Omit<StatusPage, "changedAt">): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("monitors")
    .select("id")
    .where("id", "in", jsonList(monitorIdsOf(page)))
    .where("project_id", "=", page.projectId)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
