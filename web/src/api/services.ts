import { queryOptions } from "@tanstack/react-query";
import type { ServiceAnswer } from "../../../server/src/http/services/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** A service that checks in, with its own key for those who may have it. */
export type Service = Wire<typeof ServiceAnswer>;

/** One service; it follows its monitor. */
export function serviceQuery(api: Api, projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, "services", "one", id],
    queryFn: ({ signal }) => api.get<Service>(`/services/${encodeURIComponent(id)}`, { signal, projectId }),
  });
}
