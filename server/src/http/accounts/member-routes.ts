import { z } from "zod";
import { changeRole, removeMember } from "../../actions/accounts/members.ts";
import type { App } from "../../actions/app.ts";
import { type Member, ROLES } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { Instant, instant, instantOrNull } from "../shared-schemas.ts";

const section = "Members";

const MemberAnswer = z
  .strictObject({
    accountId: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    joinedAt: Instant,
    lastSeenAt: Instant.nullable().describe("To the minute; null: never logged in."),
  })
  .meta({ id: "Member" });
export const MemberList = z.strictObject({ items: z.array(MemberAnswer) }).meta({ id: "MemberList" });
const RoleBody = z.strictObject({ role: z.enum(ROLES) }).meta({ id: "RoleInput" });
const MemberParams = z.strictObject({ accountId: z.string() });

/** Who belongs to a project. */
export function memberRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/members",
      needs: "member",
      section,
      summary: "List the members of the project, by name",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: MemberList },
      handle: async ({ caller }) => {
        const members = await app.store.accounts.members(caller.projectId);
        return { status: 200, json: { items: members.map(presentMember) } };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/members/{accountId}",
      needs: "manage",
      section,
      summary: "Give a member another role",
      description: "Nobody gives or takes a role above his own; the last owner stays.",
      params: MemberParams,
      query: Nothing,
      body: RoleBody,
      answers: { 200: MemberAnswer },
      handle: async ({ caller, params, body }) => {
        const member = await changeRole(app, caller, { accountId: params.accountId, role: body.role });
        return { status: 200, json: presentMember(member) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/members/{accountId}",
      needs: "member",
      section,
      summary: "Take a member out of the project, or leave it",
      description: "A manager or an owner takes others out; anybody leaves. The last owner stays.",
      params: MemberParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await removeMember(app, caller, params.accountId);
        return { status: 204 };
      },
    }),
  ];
}

function presentMember(member: Member): z.input<typeof MemberAnswer> {
  const { accountId, email, name, role, joinedAt, lastSeenAt } = member;
  return { accountId, email, name, role, joinedAt: instant(joinedAt), lastSeenAt: instantOrNull(lastSeenAt) };
}
