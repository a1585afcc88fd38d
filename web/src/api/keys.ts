import { queryOptions } from "@tanstack/react-query";
import type { KeyList, NewKeyAnswer, ShownKeyAnswer } from "../../../server/src/http/keys/routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Key = Wire<typeof KeyList>["keys"][number];
export type NewKey = Wire<typeof NewKeyAnswer>;
export type ShownKey = Wire<typeof ShownKeyAnswer>;

/** The keys of a project, without their values. */
export function keysQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "keys"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof KeyList>>("/keys", { signal })).keys,
  });
}
