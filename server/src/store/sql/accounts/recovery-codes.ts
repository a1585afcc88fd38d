import type { Actor } from "../../../model/index.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { lockAccount } from "../locks.ts";
import { writeHistory } from "../write-history.ts";
import { loadAccount } from "./load-accounts.ts";

/** Sets new recovery codes in place of all there were. */
export async function setRecoveryCodes(
  deps: SqlDeps,
  { accountId, codes }: { readonly accountId: string; readonly codes: readonly string[] },
  actor: Actor,
): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    if (!(await hasFactor(trx, accountId))) return false;
    await replaceCodes(deps, trx, accountId, codes);
    const text = "New recovery codes were made; those before are good no more.";
    await noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

/** Uses a recovery code up; of two that try only one gets it. */
export async function useRecoveryCode(
  deps: SqlDeps,
  { accountId, code }: { readonly accountId: string; readonly code: string },
  actor: Actor,
): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const used = await trx
      .updateTable("recovery_codes")
      .set({ used_at: deps.now() })
      .where("account_id", "=", accountId)
      .where("code", "=", codeOf(deps, accountId, code))
      .where("used_at", "is", null)
      .returning("account_id")
      .executeTakeFirst();
    if (!used || !(await hasFactor(trx, accountId))) return false;
    const left = await countCodes(trx, accountId);
    const text = `A recovery code was used; ${left} ${left === 1 ? "is" : "are"} left.`;
    await noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

/** How many recovery codes of an account are left. */
export async function countCodes(db: Db, accountId: string): Promise<number> {
  const rows = await db
    .selectFrom("recovery_codes")
    .select("code")
    .where("account_id", "=", accountId)
    .where("used_at", "is", null)
    .execute();
  return rows.length;
}

/** Puts codes in place of all that an account has, inside a transaction. */
export async function replaceCodes(deps: SqlDeps, trx: Db, accountId: string, codes: readonly string[]): Promise<void> {
  await trx.deleteFrom("recovery_codes").where("account_id", "=", accountId).execute();
  const rows = codes.map((code) => ({ account_id: accountId, code: codeOf(deps, accountId, code), used_at: null }));
  if (rows.length > 0) await trx.insertInto("recovery_codes").values(rows).execute();
}

/** Recovery codes stand in for another factor; with the last one they go, inside the transaction that removed it. */
export async function dropLoneCodes(trx: Db, accountId: string): Promise<void> {
  if (await hasFactor(trx, accountId)) return;
  await trx.deleteFrom("recovery_codes").where("account_id", "=", accountId).execute();
}

/** Says whether an account has a second factor. */
export async function hasFactor(db: Db, accountId: string): Promise<boolean> {
  const account = await loadAccount(db, accountId);
  return account !== null && account.factors.length > 0;
}

/** Writes into an account's own history what became of its factors. */
export async function noteFactors(
  { now }: SqlDeps,
  trx: Db,
  { accountId, text }: { readonly accountId: string; readonly text: string },
  actor: Actor,
): Promise<void> {
  await writeHistory(trx, [{ projectId: null, at: now(), kind: "second-factor-changed", actor, accountId, text }]);
}

/** The account is part of the code, so that two accounts never hold the same one. */
function codeOf({ vault }: SqlDeps, accountId: string, code: string): string {
  return vault.code(`recovery\n${accountId}\n${code}`);
}
