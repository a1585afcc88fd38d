import { mayGiveRole } from "../../access/hand-out.ts";
import { AppError, type Member, ROLES, type Role } from "../../model/index.ts";
import type { App, Caller } from "../app.ts";

/** Gives a member another role. Nobody gives or takes more than he has himself. */
export async function changeRole(
  app: App,
  caller: Caller,
  change: { readonly accountId: string; readonly role: Role },
) {
  const own = roleOf(caller);
  const member = await getMember(app, caller, change.accountId);
  if (!mayGiveRole(own, member.role)) throw tooHigh(member.role);
  if (!mayGiveRole(own, change.role)) throw tooHigh(change.role);
  const { projectId, actor } = caller;
  const { accountId, role } = member;
  const outcome = await app.store.accounts.changeRole({ projectId, accountId, role }, change.role, actor);
  if (outcome === "gone") throw noSuchMember();
  if (outcome === "last-owner") throw lastOwner();
  return { ...member, role: change.role };
}

/** Takes a member out of the project; anybody may leave. */
export async function removeMember(app: App, caller: Caller, accountId: string): Promise<void> {
  const own = roleOf(caller);
  const member = await getMember(app, caller, accountId);
  const isLeaving = caller.account?.id === accountId;
  if (!isLeaving && (own === "member" || own === "read-only")) {
    throw new AppError("forbidden", "Only a manager or an owner removes others. You can remove yourself.");
  }
  if (!isLeaving && !mayGiveRole(own, member.role)) throw tooHigh(member.role);
  const { projectId, actor } = caller;
  const outcome = await app.store.accounts.removeMember({ projectId, accountId, role: member.role }, actor);
  if (outcome === "gone") throw noSuchMember();
  if (outcome === "last-owner") throw lastOwner();
}

/** The role of a member who asks. */
export function roleOf({ standing }: Caller): Role {
  const role = ROLES.find((each) => each === standing);
  if (role === undefined) throw new AppError("forbidden", "Only a member who is signed in may do this.");
  return role;
}

/** The refusal to give or take a role above one's own. */
export function tooHigh(role: Role): AppError {
  return new AppError("forbidden", `Only a member who is ${role} or more gives or takes the role ${role}.`, "role");
}

async function getMember(app: App, { projectId }: Caller, accountId: string): Promise<Member> {
  const member = (await app.store.accounts.members(projectId)).find((each) => each.accountId === accountId);
  if (member === undefined) throw noSuchMember();
  return member;
}

function noSuchMember(): AppError {
  return new AppError("not_found", "There is no such member in your project.");
}

function lastOwner(): AppError {
  const text = "This is the last owner of the project. Make another member an owner first, or delete the project.";
  return new AppError("last_owner", text);
}
