import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BadgeListAnswer } from "../../../server/src/http/badges/routes.ts";
import type { StatusPageAnswer } from "../../../server/src/http/status-page/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type StatusPage = Wire<typeof StatusPageAnswer>;
export type BadgeList = Wire<typeof BadgeListAnswer>;
export type BadgeUrls = BadgeList["project"];

/** What a project's status page shows. */
export function statusPageQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "project", "status-page"],
    queryFn: ({ signal }) => api.get<StatusPage>("/status-page", { signal }),
  });
}

const PAGE = 100;

/** Where the badges of a project are, its monitors page by page. */
export function badgesQuery(api: Api, projectId: string) {
  return infiniteQueryOptions({
    queryKey: [projectId, "project", "badges"],
    queryFn: ({ pageParam, signal }) =>
      api.get<BadgeList>("/badges", { query: { limit: PAGE, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
