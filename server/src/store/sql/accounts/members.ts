import { sql } from "kysely";
import type { Actor, Member, Role } from "../../../model/index.ts";
import type { MemberAddress } from "../../ports.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { lockProject } from "../locks.ts";
import { writeHistory } from "../write-history.ts";

/** The members of a project, by name. */
export async function listMembers({ db }: SqlDeps, projectId: string): Promise<readonly Member[]> {
  const rows = await db
    .selectFrom("members as m")
    .innerJoin("accounts as a", "a.id", "m.account_id")
    .select(["a.id", "a.email", "a.name", "m.role", "m.joined_at", "a.last_seen_at"])
    .where("m.project_id", "=", projectId)
    .orderBy("a.name")
    .orderBy("a.id")
    .execute();
  return rows.map((row) => ({
    accountId: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    joinedAt: row.joined_at,
    lastSeenAt: row.last_seen_at,
  }));
}

/** Makes an account a member; false when it is one already, and stays what it is. */
export async function addMember(deps: SqlDeps, trx: Db, member: MemberAddress, actor: Actor): Promise<boolean> {
  const { projectId, accountId, role } = member;
  const now = deps.now();
  const made = await trx
    .insertInto("members")
    .values({ project_id: projectId, account_id: accountId, role, joined_at: now })
    .onConflict((conflict) => conflict.columns(["project_id", "account_id"]).doNothing())
    .returning("account_id")
    .executeTakeFirst();
  if (!made) return false;
  const text = `${await nameOf(trx, accountId)} became a member: ${role}.`;
  await writeHistory(trx, [{ projectId, at: now, kind: "member-joined", actor, text }]);
  return true;
}

/** Gives a member another role; a project always keeps an owner. */
export async function changeRole(
  deps: SqlDeps,
  { projectId, accountId, role }: MemberAddress,
  wanted: Role,
  actor: Actor,
): Promise<"changed" | "gone" | "last-owner"> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockProject(trx, projectId);
    if (!(await hasRole(trx, { projectId, accountId, role }))) return "gone";
    if (role === "owner" && wanted !== "owner" && (await countOwners(trx, projectId)) <= 1) return "last-owner";
    await trx
      .updateTable("members")
      .set({ role: wanted })
      .where("project_id", "=", projectId)
      .where("account_id", "=", accountId)
      .execute();
    const text = `${await nameOf(trx, accountId)} was ${role} and is ${wanted} now.`;
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "member-changed", actor, text }]);
    return "changed";
  });
}

/** Takes a member out of a project; a project always keeps an owner. */
export async function removeMember(
  deps: SqlDeps,
  { projectId, accountId, role }: MemberAddress,
  actor: Actor,
): Promise<"removed" | "gone" | "last-owner"> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockProject(trx, projectId);
    if (!(await hasRole(trx, { projectId, accountId, role }))) return "gone";
    if (role === "owner" && (await countOwners(trx, projectId)) <= 1) return "last-owner";
    await trx.deleteFrom("members").where("project_id", "=", projectId).where("account_id", "=", accountId).execute();
    const text = `${await nameOf(trx, accountId)} (${role}) is no member any more.`;
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "member-left", actor, text }]);
    return "removed";
  });
}

async function hasRole(trx: Db, { projectId, accountId, role }: MemberAddress): Promise<boolean> {
  const row = await trx
    .selectFrom("members")
    .select("role")
    .where("project_id", "=", projectId)
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  return row?.role === role;
}

async function countOwners(trx: Db, projectId: string): Promise<number> {
  const { count } = await trx
    .selectFrom("members")
    .select(sql<number>`count(*)`.as("count"))
    .where("project_id", "=", projectId)
    .where("role", "=", "owner")
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function nameOf(trx: Db, accountId: string): Promise<string> {
  const row = await trx.selectFrom("accounts").select("name").where("id", "=", accountId).executeTakeFirst();
  return row?.name ?? "Somebody";
}
