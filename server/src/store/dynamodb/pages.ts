import type { PagesPort } from "../ports.ts";
import { badgeAddresses, badgeSubject, rotateBadges } from "./badges.ts";
import type { DynamoDeps } from "./deps.ts";
import { listMonitors } from "./load-monitors.ts";
import { loadStatusPage, loadStatusPageBySlug, putStatusPage } from "./status-pages.ts";
import { tellMonitors } from "./tell-monitors.ts";

/** Makes the pages port of a DynamoDB store. */
export function createPages(deps: DynamoDeps): PagesPort {
  return {
    statusPage: (projectId) => loadStatusPage(deps, projectId),
    statusPageBySlug: (slug) => loadStatusPageBySlug(deps, slug),
    putStatusPage: (page, actor) => putStatusPage(deps, page, actor),
    tell: (projectId, monitorIds, since) => tellMonitors(deps, projectId, monitorIds, since),
    tags: (projectId) => listTags(deps, projectId),
    badgeAddresses: (projectId, subjects) => badgeAddresses(deps, projectId, subjects),
    badgeSubject: (address) => badgeSubject(deps, address),
    rotateBadges: (projectId, actor) => rotateBadges(deps, projectId, actor),
  };
}

async function listTags({ port }: DynamoDeps, projectId: string): Promise<readonly string[]> {
  const monitors = await listMonitors(port, projectId);
  return [...new Set(monitors.flatMap(({ config }) => config.tags))].toSorted();
}
