import { sql } from "kysely";
import type { Actor, Departure, Role } from "../../../model/index.ts";
import { type Belonging, departureOf, type Leaver } from "../../departure.ts";
import type { DeleteAccountOutcome } from "../../ports.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { lockLeaver, lockProject, takeTurn } from "../locks.ts";
import { writeHistory } from "../write-history.ts";
import { deleteProject } from "./projects.ts";

/** What deleting an account would do to projects; null: there is no such account. */
export async function loadDeparture(db: Db, accountId: string): Promise<Departure | null> {
  const account = await loadLeaver(db, accountId);
  return account && departureOf(account, await loadBelongings(db, accountId));
}

/** Deletes an account with all that is its own, in one transaction. */
export async function deleteAccount(
  deps: SqlDeps,
  trx: Db,
  accountId: string,
  actor: Actor,
): Promise<DeleteAccountOutcome | null> {
  // Two operators who leave at the same time are one after the other.
  await takeTurn(trx, "operators");
  await lockLeaver(trx, accountId);
  for (const { id } of await loadBelongings(trx, accountId)) await lockProject(trx, id);
  const account = await loadLeaver(trx, accountId);
  if (account === null) return null;
  // Read anew behind the locks: somebody may have left meanwhile.
  const belongings = await loadBelongings(trx, accountId);
  const departure = departureOf(account, belongings);
  if (departure.ownerless.length > 0) return { kind: "last-owner", departure };
  if (departure.isLastOperator) return { kind: "last-operator", departure };
  for (const { id } of departure.deleted) await deleteProject(deps, trx, id, actor);
  const { name, email } = account;
  const at = deps.now();
  const left = belongings.filter(({ others }) => others > 0);
  const gone = { projectId: null, at, kind: "account-deleted", actor } as const;
  const text = `Account ${name} (${email}) was deleted.`;
  // Nobody can ask for the history of an account that is gone: the operators have it in theirs.
  const whose = [accountId, ...(await loadOtherOperators(trx, accountId))];
  await writeHistory(trx, [
    ...left.map(({ id, role }) => ({
      projectId: id,
      at,
      kind: "member-left" as const,
      actor,
      text: `${name} (${role}) is no member any more: the account was deleted.`,
    })),
    ...whose.map((id) => ({ ...gone, accountId: id, text })),
  ]);
  await trx.deleteFrom("accounts").where("id", "=", accountId).execute();
  return { kind: "deleted", departure };
}

/** Makes an account an operator; one that is one already stays it. */
export async function makeOperator(deps: SqlDeps, trx: Db, accountId: string, actor: Actor): Promise<boolean> {
  await takeTurn(trx, "operators");
  const row = await trx
    .updateTable("accounts")
    .set({ is_operator: 1 })
    .where("id", "=", accountId)
    .returning(["name", "email"])
    .executeTakeFirst();
  if (!row) return false;
  const text = `Account ${row.name} (${row.email}) was made an operator.`;
  await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "account-changed", actor, accountId, text }]);
  return true;
}

interface NamedLeaver extends Leaver {
  readonly name: string;
  readonly email: string;
}

async function loadLeaver(db: Db, accountId: string): Promise<NamedLeaver | null> {
  const row = await db
    .selectFrom("accounts")
    .select(["name", "email", "is_operator"])
    .where("id", "=", accountId)
    .executeTakeFirst();
  if (!row) return null;
  const others = await db
    .selectFrom("accounts")
    .select([sql<number>`count(*)`.as("all"), sql<number>`coalesce(sum(is_operator), 0)`.as("operators")])
    .where("id", "<>", accountId)
    .executeTakeFirstOrThrow();
  const { name, email } = row;
  const isOperator = row.is_operator === 1;
  return { name, email, isOperator, others: Number(others.all), otherOperators: Number(others.operators) };
}

async function loadOtherOperators(db: Db, accountId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("accounts")
    .select("id")
    .where("is_operator", "=", 1)
    .where("id", "<>", accountId)
    .execute();
  return rows.map(({ id }) => id);
}

/** The projects of an account in the order of their ids, in which they are locked. */
async function loadBelongings(db: Db, accountId: string): Promise<readonly Belonging[]> {
  const rows = await db
    .selectFrom("members as own")
    .innerJoin("projects as p", "p.id", "own.project_id")
    .leftJoin("members as m", (join) =>
      join.onRef("m.project_id", "=", "own.project_id").on("m.account_id", "<>", accountId),
    )
    .select(["p.id", "p.name", "own.role"])
    .select([
      sql<number>`count(m.account_id)`.as("others"),
      sql<number>`coalesce(sum(case when m.role = 'owner' then 1 else 0 end), 0)`.as("other_owners"),
    ])
    .where("own.account_id", "=", accountId)
    .where("p.deleted_at", "is", null)
    .groupBy(["p.id", "p.name", "own.role"])
    .orderBy("p.id")
    .execute();
  return rows.map(({ id, name, role, others, other_owners }) => ({
    id,
    name,
    role: role as Role,
    others: Number(others),
    otherOwners: Number(other_owners),
  }));
}
