import { z } from "zod";
import { acceptInvitation, invite, lookAtInvitation, uninvite } from "../../actions/accounts/invite.ts";
import type { App } from "../../actions/app.ts";
import { type Invite, ROLES } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, Instant, instant } from "../shared-schemas.ts";
import { Email } from "./session-schema.ts";

const section = "Members";

const InviteBody = z
  .strictObject({
    role: z.enum(ROLES),
    email: Email.optional().describe("Whom it is for; where mail can be sent, it is sent there."),
  })
  .meta({ id: "InviteInput" });
const inviteFields = {
  id: z.string(),
  role: z.enum(ROLES),
  email: z.string().nullable().describe("Null: for whoever has the link."),
  invitedBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
};
const InviteAnswer = z.strictObject(inviteFields).meta({ id: "Invite" });
export const InviteList = z.strictObject({ items: z.array(InviteAnswer) }).meta({ id: "InviteList" });
export const NewInviteAnswer = z
  .strictObject({
    ...inviteFields,
    url: z.string().describe("The link, shown here once; it is good once, for 7 days."),
    mailed: z.boolean().describe("A mail with a link is on its way."),
  })
  .meta({ id: "NewInvite" });
/** What somebody with the link of an invitation sees of it. */
export const InvitationAnswer = z
  .strictObject({
    projectName: z.string(),
    role: z.enum(ROLES),
    email: z.string().nullable(),
    invitedBy: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: "Invitation" });
const AcceptedAnswer = z.strictObject({ projectId: z.string() }).meta({ id: "AcceptedInvitation" });
const TokenParams = z.strictObject({ token: z.string() });

/** How people become members. */
export function inviteRoutes(app: App): readonly Route[] {
  return [...managerRoutes(app), ...invitedRoutes(app)];
}

function managerRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/invites",
      needs: "manage",
      section,
      summary: "List the invitations that can still be used, the newest first",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: InviteList },
      handle: async ({ caller }) => {
        const invites = await app.store.accounts.invites(caller.projectId);
        return { status: 200, json: { items: invites.map(presentInvite) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/invites",
      needs: "manage",
      section,
      summary: "Invite somebody to the project",
      params: Nothing,
      query: Nothing,
      body: InviteBody,
      answers: { 201: NewInviteAnswer },
      handle: async ({ caller, body }) => {
        const { invite: made, url, mailed } = await invite(app, caller, body);
        return { status: 201, json: { ...presentInvite(made), url, mailed } };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/invites/{id}",
      needs: "manage",
      section,
      summary: "Take an invitation back",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await uninvite(app, caller, params.id);
        return { status: 204 };
      },
    }),
  ];
}

function invitedRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/invitations/{token}",
      needs: "anyone",
      section,
      summary: "Tell what the link of an invitation is for",
      params: TokenParams,
      query: Nothing,
      body: null,
      answers: { 200: InvitationAnswer },
      handle: async ({ caller, params }) => {
        const { invite: found, projectName } = await lookAtInvitation(app, caller, params.token);
        const { role, email, invitedBy, expiresAt } = found;
        return { status: 200, json: { projectName, role, email, invitedBy, expiresAt: instant(expiresAt) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/invitations/{token}/accept",
      needs: "account",
      section,
      summary: "Become a member by an invitation",
      description: "Whoever is a member already stays what he is, and the invitation is left for somebody else.",
      params: TokenParams,
      query: Nothing,
      body: Nothing,
      answers: { 200: AcceptedAnswer },
      handle: async ({ caller, params }) => ({
        status: 200,
        json: { projectId: await acceptInvitation(app, caller, params.token) },
      }),
    }),
  ];
}

function presentInvite(invite: Invite): z.input<typeof InviteAnswer> {
  const { id, role, email, invitedBy, createdAt, expiresAt } = invite;
  return { id, role, email, invitedBy, createdAt: instant(createdAt), expiresAt: instant(expiresAt) };
}
