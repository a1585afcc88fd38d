import { queryOptions } from "@tanstack/react-query";
import type { ProviderList } from "../../../server/src/http/providers/routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Provider = Wire<typeof ProviderList>["providers"][number];

/** The services that messages can go to; they change only with the server. */
export function providersQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "providers"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof ProviderList>>("/providers", { signal })).providers,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
