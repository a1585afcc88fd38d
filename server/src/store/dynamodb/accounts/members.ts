import type { Actor, Member, Role } from "../../../model/index.ts";
import type { MemberAddress } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Key } from "../item.ts";
import type { DynamoPort, Reader } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { loadManyStored, loadStored, putStored } from "./stored-account.ts";

/** That an account is in a project. */
export interface StoredMember {
  readonly accountId: string;
  readonly role: Role;
  readonly joinedAt: number;
}

/** All members of a project are one item: of two owners who leave at once one sees that the other is gone. */
export const membersKey = (projectId: string): Key => ({ pk: `PROJECT#${projectId}`, sk: "MEMBERS" });

/** Loads who is in a project. */
export async function loadMembers(reader: Reader, projectId: string): Promise<readonly StoredMember[]> {
  const item = await reader.get(membersKey(projectId));
  return item === null ? [] : JSON.parse(String(item.members));
}

function putMembers(trx: Transaction, projectId: string, members: readonly StoredMember[]): void {
  trx.put({ ...membersKey(projectId), members: JSON.stringify(members) });
}

/** The members of a project, by name. */
export async function listMembers(port: DynamoPort, projectId: string): Promise<readonly Member[]> {
  const members = await loadMembers(port, projectId);
  const accounts = await loadManyStored(
    port,
    members.map(({ accountId }) => accountId),
  );
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return members
    .flatMap(({ accountId, role, joinedAt }): Member[] => {
      const account = byId.get(accountId);
      if (!account) return [];
      const { email, name, lastSeenAt } = account;
      return [{ accountId, email, name, role, joinedAt, lastSeenAt }];
    })
    .toSorted((a, b) => (a.name === b.name ? order(a.accountId, b.accountId) : order(a.name, b.name)));
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** Makes an account a member; false when it is one already, and stays what it is. */
export async function addMember(
  deps: DynamoDeps,
  trx: Transaction,
  { projectId, accountId, role }: MemberAddress,
  actor: Actor,
): Promise<boolean> {
  const members = await loadMembers(trx, projectId);
  if (members.some((member) => member.accountId === accountId)) return false;
  const name = await setProject(trx, accountId, { id: projectId, role });
  putMembers(trx, projectId, [...members, { accountId, role, joinedAt: trx.now }]);
  const text = `${name} became a member: ${role}.`;
  writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "member-joined", actor, text }]);
  return true;
}

/** Gives a member another role; a project always keeps an owner. */
export async function changeRole(
  deps: DynamoDeps,
  { projectId, accountId, role }: MemberAddress,
  wanted: Role,
  actor: Actor,
): Promise<"changed" | "gone" | "last-owner"> {
  return await transact(deps, async (trx) => {
    const members = await loadMembers(trx, projectId);
    if (roleIn(members, accountId) !== role) return "gone";
    if (role === "owner" && wanted !== "owner" && countOwners(members) <= 1) return "last-owner";
    const changed = members.map((member) => (member.accountId === accountId ? { ...member, role: wanted } : member));
    putMembers(trx, projectId, changed);
    const name = await setProject(trx, accountId, { id: projectId, role: wanted });
    const text = `${name} was ${role} and is ${wanted} now.`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "member-changed", actor, text }]);
    return "changed";
  });
}

/** Takes a member out of a project; a project always keeps an owner. */
export async function removeMember(
  deps: DynamoDeps,
  { projectId, accountId, role }: MemberAddress,
  actor: Actor,
): Promise<"removed" | "gone" | "last-owner"> {
  return await transact(deps, async (trx) => {
    const members = await loadMembers(trx, projectId);
    if (roleIn(members, accountId) !== role) return "gone";
    if (role === "owner" && countOwners(members) <= 1) return "last-owner";
    await takeOut(trx, projectId, accountId);
    const name = await unsetProjects(trx, accountId, [projectId]);
    const text = `${name} (${role}) is no member any more.`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "member-left", actor, text }]);
    return "removed";
  });
}

/** Takes an account out of a project's list of members. */
export async function takeOut(trx: Transaction, projectId: string, accountId: string): Promise<void> {
  const members = await loadMembers(trx, projectId);
  putMembers(
    trx,
    projectId,
    members.filter((member) => member.accountId !== accountId),
  );
}

/** How many of these are owners. */
export function countOwners(members: readonly StoredMember[]): number {
  return members.filter(({ role }) => role === "owner").length;
}

function roleIn(members: readonly StoredMember[], accountId: string): Role | undefined {
  return members.find((member) => member.accountId === accountId)?.role;
}

/** Notes with an account that it is in a project; says what the account is called. */
async function setProject(
  trx: Transaction,
  accountId: string,
  project: { readonly id: string; readonly role: Role },
): Promise<string> {
  const account = await loadStored(trx, accountId);
  if (account === null) throw new Error("somebody without an account cannot be a member");
  const others = account.projects.filter(({ id }) => id !== project.id);
  putStored(trx, { ...account, projects: [...others, project] });
  return account.name;
}

/** Notes with an account that it is not in these projects any more; says what the account is called. */
export async function unsetProjects(
  trx: Transaction,
  accountId: string,
  projectIds: readonly string[],
): Promise<string> {
  const account = await loadStored(trx, accountId);
  if (account === null) return "Somebody";
  putStored(trx, { ...account, projects: account.projects.filter(({ id }) => !projectIds.includes(id)) });
  return account.name;
}
