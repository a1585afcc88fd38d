import { queryOptions } from "@tanstack/react-query";
import type { InviteList, NewInviteAnswer } from "../../../server/src/http/accounts/invite-routes.ts";
import type { MemberList } from "../../../server/src/http/accounts/member-routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Member = Wire<typeof MemberList>["items"][number];
export type Role = Member["role"];
export type Invite = Wire<typeof InviteList>["items"][number];
export type NewInvite = Wire<typeof NewInviteAnswer>;

/** The members of a project, by name. */
export function membersQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "members", "list"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof MemberList>>("/members", { signal })).items,
  });
}

/** The invitations that can still be used, the newest first. */
export function invitesQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "members", "invites"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof InviteList>>("/invites", { signal })).items,
  });
}
