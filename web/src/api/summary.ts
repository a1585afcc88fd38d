import { queryOptions } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import type { ShownStatus } from "./monitors.ts";

/** How many monitors of a project stand where. */
export interface Summary {
  readonly monitors: Readonly<Record<ShownStatus, number>>;
}

/** The counts that the title, the favicon and the menu show. */
export function summaryQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "summary"],
    queryFn: ({ signal }) => api.get<Summary>("/summary", { signal }),
  });
}
