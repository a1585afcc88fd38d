import type { Actor } from "../../../model/index.ts";
import type { SqlDeps } from "../deps.ts";
import { lockAccount } from "../locks.ts";
import { dropLoneCodes, noteFactors, replaceCodes } from "./recovery-codes.ts";

/** Keeps the secret of an authenticator app until its first code; one that waited before is replaced. */
export async function putTotp(deps: SqlDeps, accountId: string, secret: string): Promise<boolean> {
  const waiting = { sealed: deps.vault.seal(secret), created_at: deps.now(), confirmed_at: null, used_step: null };
  const put = await deps.db
    .insertInto("totp_secrets")
    .values({ account_id: accountId, ...waiting })
    .onConflict((conflict) =>
      conflict.column("account_id").doUpdateSet(waiting).where("totp_secrets.confirmed_at", "is", null),
    )
    .returning("account_id")
    .executeTakeFirst();
  return put !== undefined;
}

/** The secret of an account's app, and whether a first code confirmed it. */
export async function loadTotp({ db, vault }: SqlDeps, accountId: string) {
  const row = await db
    .selectFrom("totp_secrets")
    .select(["sealed", "confirmed_at"])
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  return row ? { secret: vault.open(row.sealed), isOn: row.confirmed_at !== null } : null;
}

interface Confirmed {
  readonly accountId: string;
  readonly step: number;
  readonly recoveryCodes: readonly string[];
}

/** Turns an app on with the time step of its first code, and sets new recovery codes. */
export async function confirmTotp(
  deps: SqlDeps,
  { accountId, step, recoveryCodes }: Confirmed,
  actor: Actor,
): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const confirmed = await trx
      .updateTable("totp_secrets")
      .set({ confirmed_at: deps.now(), used_step: step })
      .where("account_id", "=", accountId)
      .where("confirmed_at", "is", null)
      .returning("account_id")
      .executeTakeFirst();
    if (!confirmed) return false;
    await replaceCodes(deps, trx, accountId, recoveryCodes);
    await noteFactors(deps, trx, { accountId, text: "An authenticator app was turned on." }, actor);
    return true;
  });
}

/** Uses the code of a time step up, and with it all before; of two that try only one gets it. */
export async function useTotpStep({ db }: SqlDeps, accountId: string, step: number): Promise<boolean> {
  const used = await db
    .updateTable("totp_secrets")
    .set({ used_step: step })
    .where("account_id", "=", accountId)
    .where("confirmed_at", "is not", null)
    .where((where) => where.or([where("used_step", "is", null), where("used_step", "<", step)]))
    .returning("account_id")
    .executeTakeFirst();
  return used !== undefined;
}

/** Turns an account's app off. */
export async function removeTotp(deps: SqlDeps, accountId: string, actor: Actor): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const gone = await trx
      .deleteFrom("totp_secrets")
      .where("account_id", "=", accountId)
      .returning("confirmed_at")
      .executeTakeFirst();
    if (!gone || gone.confirmed_at === null) return false;
    await dropLoneCodes(trx, accountId);
    await noteFactors(deps, trx, { accountId, text: "The authenticator app was turned off." }, actor);
    return true;
  });
}
