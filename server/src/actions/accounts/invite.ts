import { mayGiveRole } from "../../access/hand-out.ts";
import { newSecret } from "../../lib/ids.ts";
import { AppError, actorName, type Invite, type Role } from "../../model/index.ts";
import type { App, Caller, SignedIn, Visitor } from "../app.ts";
import { getProject } from "../get-project.ts";
import { checkedEmail } from "./check-credentials.ts";
import { type Invitation, invitationOver, invitationToken, parseInvitation } from "./invitation.ts";
import { takeTry } from "./limit-tries.ts";
import { invitationMail } from "./mails.ts";
import { roleOf, tooHigh } from "./members.ts";

/** As long as the invitation itself. */
const PROOF_MS = 7 * 24 * 3_600_000;

/** An invitation that was just made: its link is shown this once. */
export interface Invited {
  readonly invite: Invite;
  readonly url: string;
  /** True: a mail is on its way. */
  readonly mailed: boolean;
}

/** Invites somebody to the caller's project; by mail too, where that can be sent and an address is given. */
export async function invite(
  app: App,
  caller: Caller,
  { role, email: typed }: { readonly role: Role; readonly email?: string | undefined },
): Promise<Invited> {
  if (!mayGiveRole(roleOf(caller), role)) throw tooHigh(role);
  const email = typed === undefined ? null : checkedEmail(typed);
  const mails = email !== null && app.mailer.isSet;
  if (mails) await takeTry(app, "sign-up", { address: addressOf(caller) }, email);
  const project = await getProject(app, caller);
  const value = newSecret();
  const { projectId, actor } = caller;
  const made = await app.store.accounts.createInvite({ projectId, value, role, email }, actor);
  if (mails) await mail(app, { to: email, value, project: project.name, by: actorName(actor) });
  return { invite: made, url: linkTo(app, { value }), mailed: mails };
}

/** The link in the mail holds more than the one that is shown: who opens it has shown that the address is his. */
async function mail(
  app: App,
  {
    to,
    value,
    ...about
  }: { readonly to: string; readonly value: string; readonly project: string; readonly by: string },
): Promise<void> {
  const proof = newSecret();
  await app.store.accounts.putToken({
    purpose: "address",
    value: proof,
    accountId: null,
    payload: { email: to },
    lifetimeMs: PROOF_MS,
    replaces: false,
  });
  app.mailer.send(invitationMail(to, { ...about, url: linkTo(app, { value, proof }) }));
}

function linkTo(app: App, invitation: Invitation): string {
  return `${app.settings.baseUrl}/invite?token=${invitationToken(invitation)}`;
}

/** Takes an invitation back. */
export async function uninvite(app: App, { projectId, actor }: Caller, inviteId: string): Promise<void> {
  if (await app.store.accounts.deleteInvite(projectId, inviteId, actor)) return;
  throw new AppError("not_found", "There is no such invitation in your project.");
}

/** What somebody with the link of an invitation sees of it. */
export async function lookAtInvitation(app: App, visitor: Visitor, token: string) {
  await takeTry(app, "link", visitor);
  const found = await app.store.accounts.findInvite(parseInvitation(token).value);
  if (found === null) throw invitationOver();
  return found;
}

/** Makes who is signed in a member by an invitation. */
export async function acceptInvitation(app: App, { account, actor }: SignedIn, token: string): Promise<string> {
  const accepted = await app.store.accounts.acceptInvite(parseInvitation(token).value, account.id, actor);
  if (accepted === null) throw invitationOver();
  return accepted.projectId;
}

function addressOf({ actor }: Caller): string {
  return typeof actor === "string" ? "" : actor.from;
}
