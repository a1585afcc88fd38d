import { type Selectable, sql } from "kysely";
import type { Account, Membership, Role } from "../../../model/index.ts";
import { factorsOf } from "../../account-factors.ts";
import type { AccountTables } from "../account-tables.ts";
import type { Db } from "../deps.ts";

type AccountRow = Selectable<AccountTables["accounts"]> & {
  readonly totp: number;
  readonly passkeys: number;
  readonly recovery_codes: number;
  readonly oidc: number;
};

const EXISTS = {
  totp: sql<number>`(select count(*) from totp_secrets t where t.account_id = a.id and t.confirmed_at is not null)`,
  passkeys: sql<number>`(select count(*) from passkeys p where p.account_id = a.id)`,
  recovery_codes: sql<number>`(select count(*) from recovery_codes r where r.account_id = a.id and r.used_at is null)`,
  oidc: sql<number>`(select count(*) from oidc_links o where o.account_id = a.id)`,
};

/** Accounts with what tells how they sign in. */
export function selectAccounts(db: Db) {
  return db
    .selectFrom("accounts as a")
    .selectAll("a")
    .select([
      EXISTS.totp.as("totp"),
      EXISTS.passkeys.as("passkeys"),
      EXISTS.recovery_codes.as("recovery_codes"),
      EXISTS.oidc.as("oidc"),
    ]);
}

/** Loads an account by its id; null when there is none. */
export async function loadAccount(db: Db, accountId: string): Promise<Account | null> {
  const row = await selectAccounts(db).where("a.id", "=", accountId).executeTakeFirst();
  return row ? accountFromRow(row) : null;
}

/** Loads an account that must be there, inside a transaction that just wrote it. */
export async function loadOwnAccount(db: Db, accountId: string): Promise<Account> {
  const account = await loadAccount(db, accountId);
  if (account === null) throw new Error("an account vanished while it was written");
  return account;
}

export function accountFromRow(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isOperator: row.is_operator === 1,
    hasPassword: row.password_hash !== null,
    factors: factorsOf({ totp: row.totp > 0, passkeys: row.passkeys, recoveryCodes: row.recovery_codes }),
    oidcLinked: row.oidc > 0,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

/** The projects of an account, by name. */
export async function loadMemberships(db: Db, accountId: string): Promise<readonly Membership[]> {
  const rows = await db
    .selectFrom("members as m")
    .innerJoin("projects as p", "p.id", "m.project_id")
    .select(["p.id", "p.name", "p.timezone", "m.role"])
    .where("m.account_id", "=", accountId)
    .where("p.deleted_at", "is", null)
    .orderBy("p.name")
    .orderBy("p.id")
    .execute();
  return rows.map(({ id, name, timezone, role }) => ({
    projectId: id,
    projectName: name,
    timezone,
    role: role as Role,
  }));
}
