import { sql } from "kysely";
import type { PagesPort } from "../ports.ts";
import { badgeAddresses, badgeSubject, rotateBadges } from "./badges.ts";
import type { SqlDeps } from "./deps.ts";
import { textsOf } from "./dialect.ts";
import { loadStatusPage, putStatusPage } from "./status-pages.ts";
import { tellMonitors } from "./tell-monitors.ts";

/** Makes the pages port of a SQL store. */
export function createPages(deps: SqlDeps): PagesPort {
  return {
    statusPage: (projectId) => loadStatusPage(deps.db, "project_id", projectId),
    statusPageBySlug: (slug) => loadStatusPage(deps.db, "slug", slug),
    putStatusPage: (page, actor) => putStatusPage(deps, page, actor),
    tell: (projectId, monitorIds, since) => tellMonitors(deps, projectId, monitorIds, since),
    async tags(projectId) {
      const { rows } = await sql<{ tag: string }>`select distinct t.value as tag
        from monitors m, ${textsOf(sql.ref("m.tags"))} t where m.project_id = ${projectId} order by t.value`.execute(
        deps.db,
      );
      return rows.map(({ tag }) => tag);
    },
    badgeAddresses: (projectId, subjects) => badgeAddresses(deps, projectId, subjects),
    badgeSubject: (address) => badgeSubject(deps, address),
    rotateBadges: (projectId, actor) => rotateBadges(deps, projectId, actor),
  };
}
