import type { Actor, Invite, Role } from "../../../model/index.ts";
import { inviteCreated, inviteDeleted, inviteOf } from "../../new-invite.ts";
import type { NewInvite } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Item, Key } from "../item.ts";
import { uniqueKey } from "../keys.ts";
import { loadProject } from "../load-projects.ts";
import { queryAll, type Reader } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { addMember } from "./members.ts";

const SK = "INVITE#";

const inviteKey = (projectId: string, inviteId: string): Key => ({
  pk: `PROJECT#${projectId}`,
  sk: `${SK}${inviteId}`,
});

/** Makes an invite, good for a week and once. */
export async function createInvite(deps: DynamoDeps, given: NewInvite, actor: Actor): Promise<Invite> {
  return await transact(deps, async (trx) => {
    const invite = inviteOf(given, actor, trx.now);
    const { id, projectId } = invite;
    const ttl = Math.ceil(invite.expiresAt / 1000);
    trx.create({ ...inviteKey(projectId, id), ...invite, ttl });
    trx.create({ ...codeKey(deps, given.value), id, projectId, ttl });
    writeHistory(deps, trx, [inviteCreated(invite, actor)]);
    return invite;
  });
}

/** The invites of a project that can still be used, the newest first. */
export async function listInvites({ port, now }: DynamoDeps, projectId: string): Promise<readonly Invite[]> {
  if ((await loadProject(port, projectId)) === null) return [];
  const items = await queryAll(port, { pk: `PROJECT#${projectId}`, range: { startsWith: SK } });
  return items
    .map(inviteFromItem)
    .filter(({ expiresAt }) => expiresAt > now())
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/** Finds an invite that is still good, with its project's name. */
export async function findInvite(deps: DynamoDeps, value: string) {
  return await loadInvite(deps, deps.port, value);
}

async function loadInvite(deps: DynamoDeps, reader: Reader, value: string) {
  const code = await reader.get(codeKey(deps, value));
  if (code === null) return null;
  const projectId = String(code.projectId);
  const item = await reader.get(inviteKey(projectId, String(code.id)));
  const project = await loadProject(reader, projectId);
  if (item === null || project === null || Number(item.expiresAt) <= deps.now()) return null;
  return { invite: inviteFromItem(item), projectName: project.name };
}

/** Makes an account a member by an invite, and uses it up; a member stays what it is and leaves the invite alone. */
export async function acceptInvite(
  deps: DynamoDeps,
  trx: Transaction,
  { value, accountId }: { readonly value: string; readonly accountId: string },
  actor: Actor,
): Promise<{ readonly projectId: string } | null> {
  const found = await loadInvite(deps, trx, value);
  if (found === null) return null;
  const { id, projectId, role } = found.invite;
  // The code that is left leads nowhere, and goes when its time is over.
  if (await addMember(deps, trx, { projectId, accountId, role }, actor)) trx.delete(inviteKey(projectId, id));
  return { projectId };
}

/** Takes an invite back; false when there is none. */
export async function deleteInvite(
  deps: DynamoDeps,
  { projectId, inviteId }: { readonly projectId: string; readonly inviteId: string },
  actor: Actor,
): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(inviteKey(projectId, inviteId));
    if (item === null) return false;
    trx.delete(item);
    writeHistory(deps, trx, [inviteDeleted(inviteFromItem(item), trx.now, actor)]);
    return true;
  });
}

function codeKey({ vault }: DynamoDeps, value: string): Key {
  return uniqueKey("invite", vault.code(`invite\n${value}`));
}

function inviteFromItem(item: Item): Invite {
  return {
    id: item.id as string,
    projectId: item.projectId as string,
    role: item.role as Role,
    email: item.email as string | null,
    invitedBy: item.invitedBy as string,
    createdAt: item.createdAt as number,
    expiresAt: item.expiresAt as number,
  };
}
