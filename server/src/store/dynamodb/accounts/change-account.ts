import type { Account, Actor } from "../../../model/index.ts";
import { emailKey } from "../../email-key.ts";
import type { DynamoDeps } from "../deps.ts";
import { transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { emailItemKey } from "./create-account.ts";
import { loadRegister, putRegister } from "./load-register.ts";
import { forgetTokens } from "./one-time-tokens.ts";
import { accountOf, loadStored, putStored } from "./stored-account.ts";

interface AccountChange {
  readonly accountId: string;
  readonly patch: { readonly name?: string | undefined; readonly email?: string | undefined };
}

/** Changes what an account is called, or its address: what was mailed to the old one is good no more. */
export async function changeAccount(
  deps: DynamoDeps,
  { accountId, patch }: AccountChange,
  actor: Actor,
): Promise<Account | "email-taken" | null> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null) return null;
    const { name = account.name, email = account.email } = patch;
    const [old, wanted] = [await trx.get(emailItemKey(account.email)), await trx.get(emailItemKey(email))];
    if (wanted !== null && wanted.id !== accountId) return "email-taken" as const;
    if (name === account.name && email === account.email) return accountOf(account);
    if (emailKey(email) !== emailKey(account.email)) {
      if (old !== null) trx.delete(old);
      trx.put({ ...emailItemKey(email), id: accountId });
    }
    if (email !== account.email) await forgetTokens(trx, "password", accountId);
    const changed = { ...account, name, email };
    putStored(trx, changed);
    const text = `Account ${account.name} (${account.email}) is ${name} (${email}) now.`;
    writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "account-changed", actor, accountId, text }]);
    return accountOf(changed);
  });
}

/** Makes an account an operator; one that is one already stays it. False: there is no such account. */
export async function makeOperator(deps: DynamoDeps, accountId: string, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null) return false;
    const { count, operators } = await loadRegister(trx);
    putRegister(trx, { count, operators: [...operators.filter((id) => id !== accountId), accountId] });
    putStored(trx, { ...account, isOperator: true });
    const text = `Account ${account.name} (${account.email}) was made an operator.`;
    writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "account-changed", actor, accountId, text }]);
    return true;
  });
}
