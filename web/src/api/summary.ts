import { queryOptions } from "@tanstack/react-query";
import type { SummaryAnswer } from "../../../server/src/http/summary/routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** The counts that the title, the favicon and the menu show. */
export function summaryQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "summary"],
    queryFn: ({ signal }) => api.get<Wire<typeof SummaryAnswer>>("/summary", { signal }),
  });
}
