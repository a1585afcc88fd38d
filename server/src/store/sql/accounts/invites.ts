import type { Selectable } from "kysely";
import type { Actor, Invite, Role } from "../../../model/index.ts";
import { inviteCreated, inviteDeleted, inviteOf } from "../../new-invite.ts";
import type { NewInvite } from "../../ports.ts";
import type { AccountTables } from "../account-tables.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { locking } from "../dialect.ts";
import { writeHistory } from "../write-history.ts";
import { addMember } from "./members.ts";

type InviteRow = Selectable<AccountTables["invites"]>;

/** Makes an invite, good for a week and once. */
export async function createInvite(deps: SqlDeps, invite: NewInvite, actor: Actor): Promise<Invite> {
  const made = inviteOf(invite, actor, deps.now());
  return await deps.db.transaction().execute(async (trx) => {
    await trx
      .insertInto("invites")
      .values({
        id: made.id,
        project_id: made.projectId,
        role: made.role,
        email: made.email,
        code: codeOf(deps, invite.value),
        invited_by: made.invitedBy,
        created_at: made.createdAt,
        expires_at: made.expiresAt,
      })
      .execute();
    await writeHistory(trx, [inviteCreated(made, actor)]);
    return made;
  });
}

/** The invites of a project that can still be used, the newest first. */
export async function listInvites({ db, now }: SqlDeps, projectId: string): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom("invites")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("expires_at", ">", now())
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(inviteFromRow);
}

/** Finds an invite that is still good, with its project's name. */
export async function findInvite(deps: SqlDeps, value: string) {
  const row = await deps.db
    .selectFrom("invites as i")
    .innerJoin("projects as p", "p.id", "i.project_id")
    .selectAll("i")
    .select("p.name as project_name")
    .where("i.code", "=", codeOf(deps, value))
    .where("i.expires_at", ">", deps.now())
    .where("p.deleted_at", "is", null)
    .executeTakeFirst();
  return row ? { invite: inviteFromRow(row), projectName: row.project_name } : null;
}

/** Makes an account a member by an invite, and uses it up; a member stays what it is and leaves the invite alone. */
export async function acceptInvite(
  deps: SqlDeps,
  trx: Db,
  { value, accountId }: { readonly value: string; readonly accountId: string },
  actor: Actor,
): Promise<{ readonly projectId: string } | null> {
  const row = await trx
    .selectFrom("invites as i")
    .innerJoin("projects as p", "p.id", "i.project_id")
    .selectAll("i")
    .where("i.code", "=", codeOf(deps, value))
    .where("i.expires_at", ">", deps.now())
    .where("p.deleted_at", "is", null)
    // Of two that use it up at once one waits, and finds it gone.
    .modifyEnd(locking("update of i"))
    .executeTakeFirst();
  if (!row) return null;
  const { project_id: projectId } = row;
  const joined = await addMember(deps, trx, { projectId, accountId, role: row.role as Role }, actor);
  if (joined) await trx.deleteFrom("invites").where("id", "=", row.id).execute();
  return { projectId };
}

/** Takes an invite back; false when there is none. */
export async function deleteInvite(
  deps: SqlDeps,
  { projectId, inviteId }: { readonly projectId: string; readonly inviteId: string },
  actor: Actor,
): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const row = await trx
      .deleteFrom("invites")
      .where("id", "=", inviteId)
      .where("project_id", "=", projectId)
      .returning(["email", "role"])
      .executeTakeFirst();
    if (!row) return false;
    await writeHistory(trx, [inviteDeleted({ projectId, ...row }, deps.now(), actor)]);
    return true;
  });
}

function codeOf({ vault }: SqlDeps, value: string): string {
  return vault.code(`invite\n${value}`);
}

function inviteFromRow(row: InviteRow): Invite {
  return {
    id: row.id,
    projectId: row.project_id,
    role: row.role as Role,
    email: row.email,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
