import { queryOptions } from "@tanstack/react-query";
import type { InstanceAnswer } from "../../../server/src/http/accounts/instance-routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Instance = Wire<typeof InstanceAnswer>;

/** What the operator decides for everybody. */
export function instanceQuery(api: Api) {
  return queryOptions({
    queryKey: ["instance"],
    queryFn: ({ signal }) => api.get<Instance>("/instance", { signal }),
  });
}
