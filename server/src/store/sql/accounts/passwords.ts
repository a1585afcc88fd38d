import type { Account, Actor } from "../../../model/index.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { writeHistory } from "../write-history.ts";
import { loadAccount } from "./load-accounts.ts";
import { forgetTokens, takeToken } from "./one-time-tokens.ts";
import { endSessions } from "./sessions.ts";

interface PasswordChange {
  readonly accountId: string;
  readonly passwordHash: string;
  readonly keepSessionId: string | null;
}

/** Sets a password; ends every session but one, and what was mailed to set another. */
export async function setPassword(deps: SqlDeps, change: PasswordChange, actor: Actor): Promise<void> {
  await deps.db.transaction().execute((trx) => setInside(deps, trx, change, actor));
}

/** Uses up a token of purpose `password` for a new password; ends every session. */
export async function resetPassword(
  deps: SqlDeps,
  { token, passwordHash, from }: { readonly token: string; readonly passwordHash: string; readonly from: string },
): Promise<Account | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const found = await takeToken(deps, trx, { purpose: "password", value: token });
    const account = found?.accountId ? await loadAccount(trx, found.accountId) : null;
    if (account === null) return null;
    const actor: Actor = { name: account.name, from, accountId: account.id };
    await setInside(deps, trx, { accountId: account.id, passwordHash, keepSessionId: null }, actor);
    return { ...account, hasPassword: true };
  });
}

async function setInside(deps: SqlDeps, trx: Db, change: PasswordChange, actor: Actor): Promise<void> {
  const { accountId, passwordHash, keepSessionId } = change;
  await trx.updateTable("accounts").set({ password_hash: passwordHash }).where("id", "=", accountId).execute();
  await forgetTokens(trx, "password", accountId);
  const text = "The password was changed.";
  await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "password-changed", actor, accountId, text }]);
  await endSessions(deps, trx, { accountId, except: keepSessionId }, actor);
}
