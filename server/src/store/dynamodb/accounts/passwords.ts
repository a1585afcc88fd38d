import type { Account, Actor } from "../../../model/index.ts";
import type { DynamoDeps } from "../deps.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { forgetTokens, takeToken } from "./one-time-tokens.ts";
import { endOtherSessions } from "./sessions.ts";
import { accountOf, loadStored, type StoredAccount } from "./stored-account.ts";

interface PasswordChange {
  readonly accountId: string;
  readonly passwordHash: string;
  readonly keepSessionId: string | null;
}

/** Sets a password; ends every session but one, and what was mailed to set another. */
export async function setPassword(deps: DynamoDeps, change: PasswordChange, actor: Actor): Promise<void> {
  await transact(deps, async (trx) => {
    const account = await loadStored(trx, change.accountId);
    if (account !== null) await setInside(deps, trx, { ...change, account }, actor);
  });
}

/** Uses up a token of purpose `password` for a new password; ends every session. */
export async function resetPassword(
  deps: DynamoDeps,
  { token, passwordHash, from }: { readonly token: string; readonly passwordHash: string; readonly from: string },
): Promise<Account | null> {
  return await transact(deps, async (trx) => {
    const found = await takeToken(deps, trx, { purpose: "password", value: token });
    const account = found?.accountId ? await loadStored(trx, found.accountId) : null;
    if (account === null) return null;
    const actor: Actor = { name: account.name, from, accountId: account.id };
    await setInside(deps, trx, { account, passwordHash, keepSessionId: null }, actor);
    return accountOf({ ...account, passwordHash });
  });
}

async function setInside(
  deps: DynamoDeps,
  trx: Transaction,
  change: Omit<PasswordChange, "accountId"> & { readonly account: StoredAccount },
  actor: Actor,
): Promise<void> {
  const account = { ...change.account, passwordHash: change.passwordHash };
  const accountId = account.id;
  await forgetTokens(trx, "password", accountId);
  const text = "The password was changed.";
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "password-changed", actor, accountId, text }]);
  await endOtherSessions(deps, trx, { account, keep: change.keepSessionId }, actor);
}
